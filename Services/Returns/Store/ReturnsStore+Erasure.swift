public import FoundationEssentials
public import Postgres

extension ReturnsStore {
    private static let orders = Statement(
        "returns_erasure", "UPDATE delivered_order SET summary = erased(summary) WHERE order_id = ANY($1::uuid[])")

    public func erasePersonalData(of orderIDs: [UUID], in transaction: inout Transaction) throws {
        try transaction.send(Self.orders, orderIDs)
    }
}
