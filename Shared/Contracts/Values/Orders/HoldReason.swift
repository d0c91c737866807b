public import WireJSON

/// Why an order waits for somebody; a hold has exactly one.
public struct HoldReason: RawRepresentable, Hashable, Sendable, JSONCodable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let paymentReview = HoldReason(rawValue: "payment_review")
    public static let paymentMismatch = HoldReason(rawValue: "payment_mismatch")
    public static let unknownSKU = HoldReason(rawValue: "unknown_sku")
    /// The buyer has asked the channel to cancel: no site has heard of the order.
    public static let cancelRequested = HoldReason(rawValue: "cancel_requested")
    public static let stockShort = HoldReason(rawValue: "stock_short")
    public static let siteWithoutGoods = HoldReason(rawValue: "site_without_goods")
    /// A part of a kit has left, and no site has the rest of it.
    public static let kitIncomplete = HoldReason(rawValue: "kit_incomplete")
    public static let labelRefused = HoldReason(rawValue: "label_refused")
    public static let captureFailed = HoldReason(rawValue: "capture_failed")
    /// The carrier does not know the address; it is released with another one.
    public static let addressInvalid = HoldReason(rawValue: "address_invalid")
    public static let parcelLost = HoldReason(rawValue: "parcel_lost")
    /// The customer disputes the payment: a bank or a marketplace decides.
    public static let paymentDisputed = HoldReason(rawValue: "payment_disputed")
    /// The money was taken back, and not all of the order has left.
    public static let disputeLost = HoldReason(rawValue: "dispute_lost")
    public static let refundFailed = HoldReason(rawValue: "refund_failed")
    public static let stepExhausted = HoldReason(rawValue: "step_exhausted")
}
