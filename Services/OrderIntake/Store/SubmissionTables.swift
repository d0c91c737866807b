import Contracts
import FoundationEssentials
import Messaging
import Postgres

/// SQL of what the route for orders asks: the engine's tables and `intake_order`, read without locks.
enum SubmissionTables {
    /// Of the session, so that it ends with the process.
    private static let claim = Statement(
        "submission_claim",
        """
        SELECT pg_try_advisory_lock(hashtext(current_schema()::text || '/submission'), hashtext($1::text))
        """)

    static let release = Statement(
        "submission_release",
        """
        SELECT pg_advisory_unlock(hashtext(current_schema()::text || '/submission'), hashtext($1::text))
        """)

    private static let fate = Statement(
        "submission_fate",
        """
        SELECT i.hash, i.state, r.envelope FROM inbox i LEFT JOIN reply r ON r.command_id = i.id
        WHERE i.order_id = $1::uuid AND i.id = $2::uuid
        """)

    private static let order = Statement(
        "submission_order",
        """
        SELECT id, external_id, content ->> 'number', recorded_reason, currency, total, payment_state, version,
               received_at, updated_at
        FROM intake_order
        WHERE channel = $1::text AND shop = $2::text AND (external_id = $3::text OR id = $4::uuid)
        ORDER BY external_id = $3::text DESC LIMIT 1
        """)

    /// The lock before the look: what another process has committed by then is seen.
    static func claim(_ id: UUID, in transaction: inout Transaction) throws -> SubmissionClaim {
        let lock = try transaction.send(claim, id.text)
        let row = try transaction.send(fate, UUID.zero, id)
        guard let claimed = try transaction.read(lock).first, try claimed.bool(0) else { return .busy }
        return .claimed(try transaction.read(row).first.map(read))
    }

    static func fate(of id: UUID, in transaction: inout Transaction) throws -> SubmissionFate? {
        try transaction.run(fate, UUID.zero, id).first.map(read)
    }

    private static func read(_ row: PostgresRow) throws -> SubmissionFate {
        SubmissionFate(
            hash: ContentHash(stored: try row.bytes(0)), isDiscarded: try row.int16(1) == 3,
            answer: try row.bytesOrNil(2).flatMap(answer))
    }

    private static func answer(_ envelope: [UInt8]) throws -> SubmissionFate.Answer? {
        let message = try ReceivedMessage(parsing: envelope)
        switch message.type {
        case SubmissionAccepted.type: return .accepted(try message.payload())
        case SubmissionRejected.type: return .rejected(try message.payload())
        default: return nil
        }
    }

    static func order(_ name: String, of shop: ShopKey, in transaction: inout Transaction) throws -> KnownOrder? {
        guard let row = try transaction.run(order, shop.channel, shop.shop, name, UUID(uuidString: name)).first else {
            return nil
        }
        return KnownOrder(
            orderID: try row.uuid(0), channel: shop.channel, shop: shop.shop, externalID: try row.string(1),
            number: try row.string(2), recordedReason: try row.stringOrNil(3), currency: try row.string(4),
            total: try row.int64(5), paymentState: try row.string(6), version: try row.int64(7),
            receivedAt: Timestamp(microseconds: try row.timestamp(8)),
            updatedAt: Timestamp(microseconds: try row.timestamp(9)))
    }
}
