public import WireJSON

/// Who takes the money of a shop's orders that are paid by card or at a marketplace.
public struct PaymentCollector: RawRepresentable, Hashable, Sendable, JSONCodable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The storefront does: what it says is paid is paid, and it gives refunds.
    public static let channel = PaymentCollector(rawValue: "channel")
    /// We do, through our payment provider.
    public static let waybill = PaymentCollector(rawValue: "waybill")
}
