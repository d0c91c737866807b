import Postgres

/// SQL of what was sent and is remembered nowhere else.
enum SentStore {
    /// A message that is sent again, as a repeated command makes it, is the same message.
    static let insert = Statement(
        "sent_insert",
        """
        INSERT INTO sent (order_id, id, type, exchange, routing_key)
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[]) ON CONFLICT DO NOTHING
        """)
}
