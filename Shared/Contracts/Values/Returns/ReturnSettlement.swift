public import WireJSON

/// What the customer gets for what comes back.
public struct ReturnSettlement: RawRepresentable, Hashable, Sendable, JSONCodable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let refund = ReturnSettlement(rawValue: "refund")
    public static let storeCredit = ReturnSettlement(rawValue: "store_credit")
    public static let exchange = ReturnSettlement(rawValue: "exchange")
}
