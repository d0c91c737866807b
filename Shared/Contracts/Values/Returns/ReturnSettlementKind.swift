public import WireJSON

/// What the customer gets for what comes back.
public struct ReturnSettlementKind: RawRepresentable, Hashable, Sendable, JSONCodable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let refund = ReturnSettlementKind(rawValue: "refund")
    public static let storeCredit = ReturnSettlementKind(rawValue: "store_credit")
    public static let exchange = ReturnSettlementKind(rawValue: "exchange")
}
