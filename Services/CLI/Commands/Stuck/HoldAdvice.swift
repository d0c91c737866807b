import Contracts

/// What an operator types about a hold.
enum HoldAdvice {
    /// - Parameters:
    ///   - order: as the operator may type it.
    ///   - step: whose hold it is.
    static func next(_ hold: HoldReason, order: String, step: String, unit: String) -> String {
        switch hold {
        case .paymentReview, .paymentMismatch: "payment decide \(order) approve|deny"
        case .paymentDisputed: "payment dispute \(order) DISPUTE won|lost AMOUNT, when it is decided"
        case .disputeLost:
            "cancel \(order), or send it all the same: step skip \(order) dispute --unit \(unit) --reason WHY"
        case .unknownSKU: "catalogue import FILE with the article; it goes on by itself"
        case .stockShort: "stock receive SITE SKU QUANTITY, then hold release \(order); or cancel \(order)"
        case .cancelRequested: "cancel \(order), or hold release \(order) to send it all the same"
        case .siteWithoutGoods: "hold release \(order), or cancel \(order)"
        case .kitIncomplete:
            "ask the customer; payment refund \(order) AMOUNT, then step skip \(order) reroute --unit \(unit) --reason WHY"
        case .addressInvalid: "hold release \(order) --ship-line1 ... --ship-city ... --ship-country ..."
        case .labelRefused:
            "hold release \(order), or step skip \(order) label --unit \(unit) --reason WHY for one bought by hand"
        case .captureFailed:
            "hold release \(order), or step skip \(order) \(step) --unit \(unit) --reason WHY for one paid by hand"
        case .parcelLost:
            "parcel track \(unit) delivered; or payment refund \(order) AMOUNT, then step skip \(order) deliver --unit \(unit) --reason WHY"
        case .refundFailed:
            "hold release \(order), or step skip \(order) refund --unit \(unit) --reason WHY for one paid by hand"
        case .stepExhausted:
            "status; then hold release \(order), or step skip \(order) \(step) --unit \(unit) --reason WHY"
        default: "show \(order)"
        }
    }
}
