import Contracts
import FoundationEssentials
import Postgres

/// SQL that takes a person out of the engine's own tables; `erased` is a function of the schema.
enum ErasureStore {
    /// What is under way for these orders: it would be sent, or run, with what was erased.
    private static let underWay = Statement(
        "erasure_under_way",
        """
        SELECT (SELECT count(*) FROM inbox WHERE order_id = ANY($1::uuid[]) AND state = 1)
             + (SELECT count(*) FROM effect WHERE order_id = ANY($1::uuid[]) AND state IN (0, 1))
             + (SELECT count(*) FROM outbox WHERE returned IS NULL AND order_ids(envelope) && $1::uuid[])
        """)

    private static let inbox = Statement(
        "erasure_inbox",
        """
        UPDATE inbox SET envelope = erased(envelope), reason = split_part(reason, ':', 1)
        WHERE order_id = ANY($1::uuid[]) AND envelope IS NOT NULL
        """)

    private static let replies = Statement(
        "erasure_reply",
        """
        UPDATE reply r SET envelope = erased(r.envelope) FROM inbox i
        WHERE i.order_id = ANY($1::uuid[]) AND r.command_id = i.id
        """)

    /// Messages that the broker could not route, alone or in a pack with others' that stay as they are.
    private static let returned = Statement(
        "erasure_outbox",
        """
        UPDATE outbox SET envelope = erased(envelope, $1::uuid[])
        WHERE returned IS NOT NULL AND order_ids(envelope) && $1::uuid[]
        """)

    private static let timers = Statement(
        "erasure_timer", "UPDATE timer SET envelope = erased(envelope) WHERE order_id = ANY($1::uuid[])")

    /// The key stays, so that nothing is done twice. What is parked can not be done any more.
    private static let effects = Statement(
        "erasure_effect",
        """
        UPDATE effect SET request = '{}', answer = NULL, reason = split_part(reason, ':', 1),
            state = CASE state WHEN 4 THEN 5 ELSE state END, finished_at = coalesce(finished_at, now())
        WHERE order_id = ANY($1::uuid[]) AND state NOT IN (0, 1)
        """)

    private static let record = Statement(
        "erasure_record",
        """
        INSERT INTO erasure (order_id, actor, reason) SELECT id, $2::text, $3::text FROM unnest($1::uuid[]) AS o (id)
        ON CONFLICT DO NOTHING
        """)

    /// - Throws: a `HandlerError` that is tried again while something of these orders is under way.
    static func check(_ request: ErasePersonalData, in transaction: inout Transaction) throws {
        if let count = try transaction.run(underWay, request.orderIDs).first?.int(0), count > 0 {
            throw HandlerError.retry("under_way", "\(count) messages or effects of these orders are under way")
        }
    }

    static func write(_ request: ErasePersonalData, in transaction: inout Transaction) throws {
        let ids = request.orderIDs
        for statement in [inbox, replies, returned, timers, effects] { try transaction.send(statement, ids) }
        try transaction.send(record, ids, request.actor, request.reason)
    }
}
