/// The stable codes of everything intake finds wrong; storefronts program against them, so a code never changes.
package struct ReasonCode: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    // Shape.
    package static let missing = ReasonCode(rawValue: "missing")
    package static let wrongType = ReasonCode(rawValue: "wrong_type")
    package static let invalidValue = ReasonCode(rawValue: "invalid_value")
    package static let outOfRange = ReasonCode(rawValue: "out_of_range")
    package static let tooLarge = ReasonCode(rawValue: "too_large")
    package static let tooLong = ReasonCode(rawValue: "too_long")
    package static let tooManyReasons = ReasonCode(rawValue: "too_many_reasons")

    // Content.
    package static let noLines = ReasonCode(rawValue: "no_lines")
    package static let tooManyLines = ReasonCode(rawValue: "too_many_lines")
    package static let duplicateLine = ReasonCode(rawValue: "duplicate_line_id")
    package static let fractionalQuantity = ReasonCode(rawValue: "fractional_quantity")
    package static let invalidCountry = ReasonCode(rawValue: "invalid_country")
    package static let invalidCurrency = ReasonCode(rawValue: "invalid_currency")
    package static let invalidEmail = ReasonCode(rawValue: "invalid_email")
    package static let inFuture = ReasonCode(rawValue: "in_future")
    package static let unknownKind = ReasonCode(rawValue: "unknown_order_kind")
    package static let unknownMethod = ReasonCode(rawValue: "unknown_payment_method")
    package static let unknownPaymentState = ReasonCode(rawValue: "unknown_payment_state")
    package static let cashWithoutDelivery = ReasonCode(rawValue: "cash_without_delivery")
    package static let cardNumber = ReasonCode(rawValue: "card_number")

    package static let unknownStatus = ReasonCode(rawValue: "unknown_order_status")
    /// The channel tells the lines of an order apart from it, and they are not there.
    package static let linesApart = ReasonCode(rawValue: "lines_apart")
    package static let severalOrders = ReasonCode(rawValue: "several_orders")

    // Sums.
    package static let currencyMismatch = ReasonCode(rawValue: "currency_mismatch")
    package static let totalMismatch = ReasonCode(rawValue: "total_mismatch")
    package static let taxMismatch = ReasonCode(rawValue: "tax_mismatch")
    package static let outstandingMismatch = ReasonCode(rawValue: "outstanding_mismatch")
    package static let partiallyRefunded = ReasonCode(rawValue: "partially_refunded")

    // Sender.
    package static let channelMismatch = ReasonCode(rawValue: "channel_mismatch")
    package static let shopMismatch = ReasonCode(rawValue: "shop_mismatch")
    package static let shopClosed = ReasonCode(rawValue: "shop_closed")
    package static let contentDiffers = ReasonCode(rawValue: "content_differs")

    // Requests about an order.
    package static let unknownOrder = ReasonCode(rawValue: "unknown_order")
    package static let orderNotTaken = ReasonCode(rawValue: "order_not_taken")

    // A channel's order that cannot be shipped as it is.
    /// The buyer asked the channel to cancel, which the seller decides.
    package static let cancelRequested = ReasonCode(rawValue: "cancel_requested")
    package static let noShippingAddress = ReasonCode(rawValue: "no_shipping_address")
    package static let incompleteAddress = ReasonCode(rawValue: "incomplete_address")
}
