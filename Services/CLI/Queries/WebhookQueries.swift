import Postgres

/// Webhooks, in notifications' schema; never their secrets.
enum WebhookQueries {
    static let endpoints = Statement(
        "webhook_endpoints",
        """
        SELECT e.id, e.channel, e.shop, e.name, e.url, e.is_active, e.events,
               count(d.id) FILTER (WHERE d.state IN ('waiting', 'sending', 'retrying')),
               count(d.id) FILTER (WHERE d.state = 'parked')
        FROM webhook_endpoint e LEFT JOIN webhook_delivery d ON d.endpoint_id = e.id AND d.state <> 'delivered'
        GROUP BY e.id ORDER BY e.channel, e.shop, e.name
        """)

    static let deliveries = Statement(
        "webhook_deliveries",
        """
        SELECT id, type, order_id, state, attempts, coalesce(status, 0), coalesce(reason, ''), created_at
        FROM webhook_delivery
        WHERE ($1::uuid IS NULL OR order_id = $1::uuid) AND (NOT $2::bool OR state = 'parked')
        ORDER BY position DESC LIMIT $3::int8
        """)
}
