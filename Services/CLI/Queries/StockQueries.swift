import Postgres

/// Stock, in inventory's schema.
enum StockQueries {
    static let balances = Statement(
        "stock_balances",
        """
        SELECT b.sku, coalesce(a.title, ''), b.site, coalesce(n.code, ''), b.on_hand, b.reserved, b.safety,
               greatest(0, b.on_hand - b.reserved - b.safety), t.is_open, b.quarantined
        FROM stock_balance b JOIN article a USING (sku) JOIN site t ON t.code = b.site
             LEFT JOIN bin n ON n.sku = b.sku AND n.site = b.site
        WHERE $1::text IS NULL OR b.sku = $1::text OR b.sku = (SELECT sku FROM sku_alias WHERE alias = $1::text)
        ORDER BY b.sku, b.site LIMIT $2::int8
        """)

    static let backorders = Statement(
        "stock_backorders",
        """
        SELECT b.sku, r.order_id, b.line_id, b.quantity, coalesce((
                   SELECT sum(l.quantity - l.consumed - l.released - l.kept) FROM reservation_line l
                   WHERE l.reservation_id = b.reservation_id AND coalesce(l.order_line, l.line_id) = b.line_id
                     AND l.round = 0), 0)::int8,
               b.is_express, b.since, b.promised_at
        FROM backorder b JOIN reservation r ON r.id = b.reservation_id
        WHERE $1::text IS NULL OR b.sku = $1::text
        ORDER BY b.sku, b.is_express DESC, b.since, b.reservation_id LIMIT $2::int8
        """)

    static let ledger = Statement(
        "stock_ledger",
        """
        SELECT id, at, site, kind, on_hand, reserved, reference, order_id, actor, quarantined FROM (
            SELECT * FROM stock_movement WHERE sku = $1::text AND ($2::text IS NULL OR site = $2::text)
            ORDER BY id DESC LIMIT $3::int8) AS newest
        ORDER BY id
        """)
}
