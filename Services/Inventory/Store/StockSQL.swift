import Postgres

/// SQL of balances, the ledger and the levels that shops are told.
enum StockSQL {
    /// What every site has of the named articles ($1: SKUs or aliases; $3: with the kits they are part of) and of those that
    /// the reservations ($2) hold.
    /// The list is made first, as one array, so that the plan is an index scan whatever the statistics say. Locked in
    /// the order of the key; a reservation must be locked before, so that its lines are seen as they are.
    static let loadBalances = Statement(
        "stock_balance_load",
        """
        SELECT b.sku, b.site, b.on_hand, b.reserved, b.safety, b.version, b.is_announced, n.code, b.quarantined
        FROM stock_balance b LEFT JOIN bin n ON n.sku = b.sku AND n.site = b.site
        WHERE b.sku = ANY(article_closure($1::text[], $3::text[]) || ARRAY(
            SELECT l.sku FROM reservation_line l WHERE l.reservation_id = ANY($2::uuid[])))
        ORDER BY b.sku, b.site FOR NO KEY UPDATE OF b
        """)

    /// What orders wait for of these articles, and of the kits they are part of. Read behind the locks of the balances: what
    /// was made to wait before is seen.
    static let loadWaiters = Statement(
        "stock_waiters_load",
        """
        WITH part AS MATERIALIZED (SELECT unnest(article_closure($1::text[], $3::text[]) || ARRAY(
            SELECT l.sku FROM reservation_line l WHERE l.reservation_id = ANY($2::uuid[]))) AS sku)
        SELECT b.sku, b.sku, sum(b.quantity)::int8 FROM backorder b
        WHERE b.sku = ANY(ARRAY(SELECT sku FROM part)) GROUP BY b.sku
        UNION ALL
        SELECT k.component, b.sku, sum(b.quantity)::int8 FROM kit_component k JOIN backorder b ON b.sku = k.kit
        WHERE k.component = ANY(ARRAY(SELECT sku FROM part)) GROUP BY k.component, b.sku
        """)

    static let loadAwaitedSKUs = Statement("stock_awaited_load", "SELECT DISTINCT sku FROM backorder ORDER BY sku")

    static let loadRestocks = Statement(
        "restock_load", "SELECT return_id, ordinal FROM restock WHERE return_id = ANY($1::uuid[])")

    static let insertRestocks = Statement(
        "restock_insert", "INSERT INTO restock (return_id, ordinal) SELECT unnest($1::uuid[]), unnest($2::int4[])")

    static let insertBalances = Statement(
        "stock_balance_insert",
        """
        INSERT INTO stock_balance (sku, site, on_hand, reserved, safety, version, is_announced, quarantined)
        SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::int8[]), unnest($4::int8[]), unnest($5::int8[]),
               unnest($6::int8[]), unnest($7::bool[]), unnest($8::int8[])
        """)

    /// One write for the batch: every balance changes by its difference, and only if it is what the decision was taken
    /// on and if what is newly promised is there beside the safety stock. Otherwise the transaction is tried again.
    static let updateBalances = Statement(
        "stock_balance_update",
        """
        WITH changed AS (
            UPDATE stock_balance b SET on_hand = b.on_hand + m.on_hand, reserved = b.reserved + m.reserved,
                quarantined = b.quarantined + m.quarantined, safety = m.safety, version = m.version, is_announced = m.is_announced, updated_at = now()
            FROM (SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::int8[]), unnest($4::int8[]),
                         unnest($5::int8[]), unnest($6::int8[]), unnest($7::int8[]), unnest($8::int8[]),
                         unnest($9::bool[]), unnest($11::int8[]))
                AS m (sku, site, on_hand, reserved, withheld, safety, loaded_version, version, is_announced, quarantined)
            WHERE b.sku = m.sku AND b.site = m.site AND b.version = m.loaded_version
                AND (m.reserved <= 0 OR b.on_hand + m.on_hand - m.withheld >= b.reserved + m.reserved)
            RETURNING 1)
        SELECT require_rows(count(*), $10::int8) FROM changed
        """)

    /// Before the ledger says that more left than was held: every row was looked at, and nothing is to be made good as it is
    /// for programs that know one row of a line.
    static let knowFurtherRows = Statement(
        "stock_know_further_rows", "SELECT set_config('waybill.knows_further_rows', 'on', true)")

    static let appendLedger = Statement(
        "stock_movement_append",
        """
        INSERT INTO stock_movement (sku, site, kind, on_hand, reserved, reference, order_id, message_id, actor, quarantined)
        SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::int8[]), unnest($5::int8[]),
               unnest($6::text[]), unnest($7::uuid[]), unnest($8::uuid[]), unnest($9::text[]), unnest($10::int8[])
        """)

    /// A page of levels behind a SKU, from one snapshot, so that level and version belong together.
    static let loadPage = Statement(
        "stock_level_page",
        """
        WITH page AS MATERIALIZED (
            SELECT p.sku FROM (
                (SELECT sku FROM stock_balance WHERE sku > $1::text GROUP BY sku ORDER BY sku LIMIT $2::int8)
                UNION (SELECT kit FROM kit_component WHERE kit > $1::text GROUP BY kit ORDER BY kit LIMIT $2::int8)) p
            ORDER BY p.sku LIMIT $2::int8),
        part AS (
            SELECT p.sku, coalesce(k.component, p.sku) AS part, coalesce(k.quantity, 1) AS quantity
            FROM page p LEFT JOIN kit_component k ON k.kit = p.sku),
        level AS (
            SELECT b.sku, sum(CASE WHEN s.is_open THEN greatest(0, b.on_hand - b.reserved - b.safety) ELSE 0 END)::int8
                AS available, sum(b.version)::int8 AS version
            FROM stock_balance b JOIN site s ON s.code = b.site
            WHERE b.sku = ANY(ARRAY(SELECT part FROM part)) GROUP BY b.sku)
        SELECT p.sku, min(coalesce(l.available, 0) / p.quantity)::int8,
            (a.level_base + coalesce(sum(l.version), 0))::int8, a.barcode
        FROM part p JOIN article a ON a.sku = p.sku LEFT JOIN level l ON l.sku = p.part
        GROUP BY p.sku, a.level_base, a.barcode ORDER BY p.sku
        """)
}
