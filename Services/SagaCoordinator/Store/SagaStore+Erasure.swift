import Contracts
public import FoundationEssentials
import Messaging
public import Postgres

extension SagaStore {
    private static let lock = Statement(
        "saga_erasure_lock",
        "SELECT order_id, phase FROM saga WHERE order_id = ANY($1::uuid[]) ORDER BY order_id FOR NO KEY UPDATE")

    private static let order = Statement(
        "saga_erasure_order",
        "UPDATE saga_order SET document = erased(document::jsonb)::json WHERE order_id = ANY($1::uuid[])")

    /// The log loses the same as the row, so that replaying it still gives the row.
    private static let log = Statement(
        "saga_erasure_log", "UPDATE saga_log SET data = erased(data::jsonb)::json WHERE order_id = ANY($1::uuid[])")

    private static let early = Statement(
        "saga_erasure_early",
        """
        UPDATE saga SET early = erased(early::jsonb)::json, detours = erased(detours::jsonb)::json
        WHERE order_id = ANY($1::uuid[]) AND (early IS NOT NULL OR detours IS NOT NULL)
        """)

    private static let commands = Statement(
        "saga_erasure_command",
        """
        UPDATE saga_step SET routing_key = NULL, command = NULL
        WHERE order_id = ANY($1::uuid[]) AND command IS NOT NULL
        """)

    /// - Throws: `HandlerError` for an order that is not finished: it still needs to know where to.
    public func erasePersonalData(of orderIDs: [UUID], in transaction: inout Transaction) throws {
        for row in try transaction.run(Self.lock, orderIDs) {
            let phase = try row.string(1)
            guard ["closed", "cancelled", "expired"].contains(phase) else {
                throw HandlerError.park("not_finished", "order \(try row.uuid(0).text) is \(phase)")
            }
        }
        for statement in [Self.order, Self.log, Self.early, Self.commands] {
            try transaction.send(statement, orderIDs)
        }
    }
}
