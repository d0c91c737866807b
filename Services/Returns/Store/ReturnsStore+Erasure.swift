public import FoundationEssentials
public import Postgres

extension ReturnsStore {
    private static let orders = Statement(
        "returns_erasure", "UPDATE delivered_order SET summary = erased(summary) WHERE order_id = ANY($1::uuid[])")

    private static let returns = Statement(
        "returns_erasure_rma", "UPDATE rma SET document = erased(document) WHERE order_id = ANY($1::uuid[])")

    private static let lines = Statement(
        "returns_erasure_line",
        """
        UPDATE rma_line l SET document = erased(l.document) FROM rma r
        WHERE r.id = l.rma_id AND r.order_id = ANY($1::uuid[])
        """)

    public func erasePersonalData(of orderIDs: [UUID], in transaction: inout Transaction) throws {
        for statement in [Self.orders, Self.returns, Self.lines] { try transaction.send(statement, orderIDs) }
    }
}
