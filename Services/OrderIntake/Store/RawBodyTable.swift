import Messaging
import Postgres

/// SQL of `raw_body`: appended, and purged when its time is over.
enum RawBodyTable {
    private static let insert = Statement(
        "raw_body_insert",
        """
        INSERT INTO raw_body (message_id, channel, shop, topic, external_id, outcome, body)
        SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[]),
               unnest($6::text[]), unnest($7::bytea[])
        ON CONFLICT DO NOTHING
        """)

    /// A bounded piece at a time, so that a purge never holds up the orders.
    private static let purge = Statement(
        "raw_body_purge",
        """
        DELETE FROM raw_body WHERE message_id IN (
            SELECT message_id FROM raw_body WHERE received_at < now() - $1::int8 * interval '1 microsecond'
            ORDER BY received_at LIMIT 1000)
        """)

    static func append(_ bodies: [RawBody], in transaction: inout Transaction) throws {
        guard !bodies.isEmpty else { return }
        try transaction.send(
            insert, bodies.map(\.messageID), bodies.map(\.shop.channel), bodies.map(\.shop.shop), bodies.map(\.topic),
            bodies.map(\.externalID), bodies.map(\.outcome), bodies.map(\.body))
    }

    static func purge(olderThan microseconds: Int64, in transaction: inout Transaction) throws {
        try transaction.send(purge, microseconds)
    }
}
