import Postgres

/// What became of messages, in any service's schema.
enum InboxQueries {
    static let fate = Statement(
        "inbox_fate", "SELECT state, reason FROM inbox WHERE order_id = $1::uuid AND id = $2::uuid")

    static let fates = Statement(
        "inbox_fates",
        "SELECT id, state, reason FROM inbox WHERE order_id = $1::uuid AND id = ANY($2::uuid[]) AND state >= 2")

    static let ofOrder = Statement(
        "inbox_of_order",
        """
        SELECT id, type, source, causation_id, sent_at, received_at, state, attempts, reason
        FROM inbox WHERE order_id = $1::uuid ORDER BY received_at, id
        """)

    /// Messages that came before their order had an id: submissions and webhooks.
    static let withoutOrder = Statement(
        "inbox_without_order",
        """
        SELECT id, type, source, causation_id, sent_at, received_at, state, attempts, reason
        FROM inbox WHERE order_id = '00000000-0000-0000-0000-000000000000' AND id = ANY($1::uuid[])
        """)
}
