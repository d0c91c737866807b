import Contracts
import FoundationEssentials
import Messaging
import Postgres

/// SQL of `pending_request`: requests whose order has not come yet.
enum PendingRequestTable {
    /// Locked, so that the order's arrival and the deadline do not both take one.
    private static let lock = Statement(
        "pending_request_lock",
        """
        SELECT message_id, channel, shop, external_id, type, data, submission_id, received_at
        FROM pending_request r
        JOIN unnest($1::text[], $2::text[], $3::text[]) AS k (channel, shop, external_id)
            USING (channel, shop, external_id)
        ORDER BY channel, shop, external_id, message_id FOR UPDATE OF r
        """)

    private static let insert = Statement(
        "pending_request_insert",
        """
        INSERT INTO pending_request (message_id, channel, shop, external_id, type, data, submission_id, received_at)
        SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[]),
               unnest($6::jsonb[]), unnest($7::text[]), unnest($8::timestamptz[])
        ON CONFLICT DO NOTHING
        """)

    private static let delete = Statement(
        "pending_request_delete", "DELETE FROM pending_request WHERE message_id = ANY($1::uuid[])")

    static func lock(_ keys: Set<OrderKey>, in transaction: inout Transaction) throws -> Ticket? {
        guard !keys.isEmpty else { return nil }
        let keys = Array(keys)
        return try transaction.send(lock, keys.map(\.shop.channel), keys.map(\.shop.shop), keys.map(\.externalID))
    }

    static func read(
        _ ticket: Ticket?, into table: inout Table<UUID, PendingRequest>, in transaction: inout Transaction
    ) throws {
        guard let ticket else { return }
        for row in try transaction.read(ticket) {
            let type = try row.string(4)
            guard let request = try OrderRequest(type: type, data: try row.json(5)) else {
                throw PostgresError(.decoding, "a request of type \(type) is not known here")
            }
            let order = OrderKey(
                shop: ShopKey(channel: try row.string(1), shop: try row.string(2)), externalID: try row.string(3))
            let pending = PendingRequest(
                messageID: try row.uuid(0), order: order, request: request, submissionID: try row.string(6),
                receivedAt: Timestamp(microseconds: try row.timestamp(7)))
            table.load(pending, as: pending.messageID)
        }
    }

    static func write(_ table: Table<UUID, PendingRequest>, in transaction: inout Transaction) throws {
        let new = table.inserted.sorted { ($0.order, $0.messageID.text) < ($1.order, $1.messageID.text) }
        if !new.isEmpty {
            try transaction.send(
                insert, new.map(\.messageID), new.map(\.order.shop.channel), new.map(\.order.shop.shop),
                new.map(\.order.externalID), new.map(\.request.type.rawValue),
                new.map { PostgresJSON($0.request.data) }, new.map(\.submissionID),
                new.map(\.receivedAt.postgresTimestamp))
        }
        let done = table.deleted
        if !done.isEmpty { try transaction.send(delete, done) }
    }
}
