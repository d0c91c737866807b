public import WireJSON

/// How an order is paid. Open: an unknown method is refused by intake with its name.
public struct PaymentMethod: RawRepresentable, Hashable, Sendable, JSONCodable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let card = PaymentMethod(rawValue: "card")
    public static let marketplace = PaymentMethod(rawValue: "marketplace")
    public static let cashOnDelivery = PaymentMethod(rawValue: "cash_on_delivery")
    /// On terms: invoiced, and paid to the shop later.
    public static let invoice = PaymentMethod(rawValue: "invoice")
    /// Paid by goods that came back; made by us alone.
    public static let credit = PaymentMethod(rawValue: "credit")
}
