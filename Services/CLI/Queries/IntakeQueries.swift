import Postgres

/// Orders as they came in, in intake's schema.
enum IntakeQueries {
    static let find = Statement(
        "intake_find",
        """
        SELECT id, channel, shop, external_id, coalesce(content ->> 'number', external_id), recorded_reason
        FROM intake_order
        WHERE id = $1::uuid OR external_id = $2::text OR content ->> 'number' = $2::text
        ORDER BY received_at DESC LIMIT 20
        """)

    /// The messages that changed an order, or would have.
    static let messagesOfOrder = Statement(
        "intake_messages", "SELECT message_id FROM order_change WHERE order_id = $1::uuid")
}
