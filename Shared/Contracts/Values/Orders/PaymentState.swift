public import WireJSON

/// What the storefront says of the money when it hands the order over.
public struct PaymentState: RawRepresentable, Hashable, Sendable, JSONCodable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let unpaid = PaymentState(rawValue: "unpaid")
    public static let authorised = PaymentState(rawValue: "authorised")
    public static let paid = PaymentState(rawValue: "paid")
}
