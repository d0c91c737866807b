import Postgres

/// Times that the tables keep, for `waybill latency`.
enum LatencyQueries {
    static let now = Statement("database_now", "SELECT clock_timestamp()")

    /// In intake's schema: which order a submission became.
    static let orders = Statement(
        "latency_orders",
        """
        SELECT message_id, order_id FROM order_change WHERE message_id = ANY($1::uuid[])
        """)

    /// In the warehouse's schema: when an order was released to it.
    static let released = Statement(
        "latency_released",
        """
        SELECT order_id, min(received_at) FROM inbox
        WHERE order_id = ANY($1::uuid[]) AND type = 'waybill.warehouse.fulfil.v1' AND state = 0 GROUP BY order_id
        """)
}
