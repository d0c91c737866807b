import Postgres

/// SQL of balances, the ledger and the levels that shops are told.
enum StockSQL {
    /// What every site has of the named articles ($1: SKUs or aliases) and of those that the reservations ($2) hold.
    /// The list is made first, as one array, so that the plan is an index scan whatever the statistics say. Locked in
    /// the order of the key; a reservation must be locked before, so that its lines are seen as they are.
    static let loadBalances = Statement(
        "stock_balance_load",
        """
        SELECT b.sku, b.site, b.on_hand, b.reserved, b.safety, b.version, b.is_announced, n.code
        FROM stock_balance b LEFT JOIN bin n ON n.sku = b.sku AND n.site = b.site
        WHERE b.sku = ANY(ARRAY(
            SELECT unnest($1::text[])
            UNION SELECT a.sku FROM sku_alias a WHERE a.alias = ANY($1::text[])
            UNION SELECT l.sku FROM reservation_line l WHERE l.reservation_id = ANY($2::uuid[])))
        ORDER BY b.sku, b.site FOR NO KEY UPDATE OF b
        """)

    static let insertBalances = Statement(
        "stock_balance_insert",
        """
        INSERT INTO stock_balance (sku, site, on_hand, reserved, safety, version, is_announced)
        SELECT * FROM unnest($1::text[], $2::text[], $3::int8[], $4::int8[], $5::int8[], $6::int8[], $7::bool[])
        """)

    /// One write for the batch: every balance changes by its difference, and only if it is what the decision was taken
    /// on and if what is newly promised is there beside the safety stock. Otherwise the transaction is tried again.
    static let updateBalances = Statement(
        "stock_balance_update",
        """
        WITH changed AS (
            UPDATE stock_balance b SET on_hand = b.on_hand + m.on_hand, reserved = b.reserved + m.reserved,
                safety = m.safety, version = m.version, is_announced = m.is_announced, updated_at = now()
            FROM unnest($1::text[], $2::text[], $3::int8[], $4::int8[], $5::int8[], $6::int8[], $7::int8[], $8::int8[],
                        $9::bool[])
                AS m (sku, site, on_hand, reserved, withheld, safety, loaded_version, version, is_announced)
            WHERE b.sku = m.sku AND b.site = m.site AND b.version = m.loaded_version
                AND (m.reserved <= 0 OR b.on_hand + m.on_hand - m.withheld >= b.reserved + m.reserved)
            RETURNING 1)
        SELECT require_rows(count(*), $10::int8) FROM changed
        """)

    static let appendLedger = Statement(
        "stock_movement_append",
        """
        INSERT INTO stock_movement (sku, site, kind, on_hand, reserved, reference, order_id, message_id, actor)
        SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::int8[], $5::int8[], $6::text[], $7::uuid[],
                             $8::uuid[], $9::text[])
        """)

    /// A page of levels behind a SKU, from one snapshot, so that level and version belong together.
    static let loadPage = Statement(
        "stock_level_page",
        """
        SELECT b.sku, sum(CASE WHEN s.is_open THEN greatest(0, b.on_hand - b.reserved - b.safety) ELSE 0 END)::int8,
            sum(b.version)::int8
        FROM stock_balance b JOIN site s ON s.code = b.site
        WHERE b.sku > $1::text GROUP BY b.sku ORDER BY b.sku LIMIT $2::int8
        """)
}
