import Contracts
import Messaging
import Postgres

/// SQL of `order_change`: appended only.
enum OrderChangeTable {
    private static let insert = Statement(
        "order_change_insert",
        """
        INSERT INTO order_change (order_id, message_id, version, kind, paths, channel_updated_at)
        SELECT unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::int8[]), unnest($4::text[]), unnest($5::jsonb[]),
               unnest($6::timestamptz[])
        ON CONFLICT DO NOTHING
        """)

    static func append(_ changes: [OrderChange], in transaction: inout Transaction) throws {
        guard !changes.isEmpty else { return }
        try transaction.send(
            insert, changes.map(\.orderID), changes.map(\.messageID), changes.map(\.version), changes.map(\.kind),
            changes.map(\.paths.postgresJSON), changes.map { $0.channelUpdatedAt?.postgresTimestamp })
    }
}
