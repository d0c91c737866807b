import Postgres

/// How far the benchmark's orders are. Order ids are UUIDv7, so those of a run are those above the id of its beginning.
enum BenchQueries {
    /// In the schema of notifications: orders whose customers were told of the delivery.
    static let toldOfDelivery = Statement(
        "bench_told",
        """
        SELECT count(*) FROM notification
        WHERE order_id >= $1::uuid AND milestone = 'delivered' AND state = 'sent'
        """)

    static let toldAt = Statement(
        "bench_told_at",
        """
        SELECT order_id, sent_at FROM notification
        WHERE order_id >= $1::uuid AND milestone = 'delivered' AND state = 'sent'
        """)

    /// In intake's schema: which order a submission became.
    static let ordersOf = Statement(
        "bench_orders", "SELECT message_id, order_id FROM order_change WHERE order_id >= $1::uuid")

    /// In the coordinator's schema.
    static let headlines = Statement(
        "bench_headlines", "SELECT headline, count(*) FROM saga WHERE order_id >= $1::uuid GROUP BY 1 ORDER BY 2 DESC")

    static let lastTold = Statement(
        "bench_last_told",
        """
        SELECT max(sent_at) FROM notification
        WHERE order_id >= $1::uuid AND milestone = 'delivered' AND state = 'sent'
        """)

    /// In the warehouse's schema: the start of the transaction in which it took the order.
    static let releasedAt = Statement(
        "bench_released",
        """
        SELECT order_id, min(received_at) FROM inbox
        WHERE order_id >= $1::uuid AND type = 'waybill.warehouse.fulfil.v1' GROUP BY order_id
        """)

    /// In shipping's schema: the start of the transaction in which it heard of the hand-over to the carrier.
    static let shippedAt = Statement(
        "bench_shipped",
        """
        SELECT order_id, max(received_at) FROM inbox
        WHERE order_id >= $1::uuid AND type = 'waybill.warehouse.handed_over.v1' GROUP BY order_id
        """)

    /// In the schema of notifications: orders whose customers know whether they get what they wanted.
    static let answered = Statement(
        "bench_answered",
        """
        SELECT count(DISTINCT order_id), max(sent_at) FROM notification
        WHERE order_id >= $1::uuid AND milestone IN ('confirmed', 'cancelled') AND state = 'sent'
        """)

    /// In inventory's schema: how far the ledger goes.
    static let ledgerEnd = Statement("bench_ledger_end", "SELECT coalesce(max(id), 0)::int8 FROM stock_movement")

    /// In inventory's schema: what changed the levels of articles, and when the transaction began that booked it.
    static let levelChanges = Statement(
        "bench_level_changes",
        """
        SELECT sku, at, (on_hand - reserved)::int8 FROM stock_movement
        WHERE id > $1::int8 AND sku = ANY ($2::text[]) AND on_hand <> reserved ORDER BY id
        """)

    /// In inventory's schema: what may be promised of articles.
    static let levels = Statement(
        "bench_levels",
        """
        SELECT b.sku, sum(CASE WHEN s.is_open THEN greatest(0, b.on_hand - b.reserved - b.safety) ELSE 0 END)::int8
        FROM stock_balance b JOIN site s ON s.code = b.site
        WHERE b.sku = ANY ($1::text[]) GROUP BY b.sku
        """)

    /// In inventory's schema: units of an article that orders hold or have had, and what is left to promise.
    static let sold = Statement(
        "bench_sold",
        """
        SELECT coalesce((SELECT sum(quantity - released) FROM reservation_line WHERE sku = $1::text), 0)::int8,
               coalesce((SELECT sum(on_hand - reserved) FROM stock_balance WHERE sku = $1::text), 0)::int8
        """)
}
