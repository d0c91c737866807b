import Postgres

/// What waits for an operator, in any service's schema.
enum ParkedQueries {
    /// Messages, effects and outbox rows in one list.
    static let list = Statement(
        "parked_list",
        """
        SELECT 'message', id, order_id, type, received_at, attempts, reason FROM inbox WHERE state = 2
        UNION ALL
        SELECT 'effect', id, order_id, kind, created_at, attempts, reason FROM effect WHERE state = 4
        UNION ALL
        SELECT 'outbox', NULL, NULL, exchange || '/' || routing_key, created_at, 0::int2, returned FROM outbox
        WHERE returned IS NOT NULL
        ORDER BY 5 DESC LIMIT $1::int8
        """)

    static let message = Statement(
        "parked_message",
        """
        SELECT type, order_id, source, causation_id, sent_at, received_at, attempts, reason, routing_key, user_id,
               envelope, state, actor
        FROM inbox WHERE id = $1::uuid AND state >= 1
        """)

    static let effect = Statement(
        "parked_effect",
        """
        SELECT kind, order_id, key, command, created_at, created_at, attempts, reason, NULL::text, NULL::text, request,
               state, actor
        FROM effect WHERE id = $1::uuid
        """)
}
