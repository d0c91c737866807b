import Postgres

/// SQL of what was sent and is remembered nowhere else.
enum SentStore {
    /// A message that is sent again, as a repeated command makes it, is the same message.
    static let insert = Statement(
        "sent_insert",
        """
        INSERT INTO sent (order_id, id, type, exchange, routing_key)
        SELECT unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[])
        ON CONFLICT DO NOTHING
        """)
}
