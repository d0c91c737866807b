import Postgres

/// SQL of reservations, their lines, and the orders that wait for articles.
enum ReservationSQL {
    static let load = Statement(
        "reservation_load",
        """
        SELECT id, order_id, state, version, explanation, reason, parcels, is_express, destination, command, round,
               history, created_at
        FROM reservation
        WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE
        """)

    static let loadLines = Statement(
        "reservation_line_load",
        """
        SELECT reservation_id, coalesce(order_line, line_id), sku, site, quantity, consumed, released, units, per_unit,
               round, kept
        FROM reservation_line
        WHERE reservation_id = ANY($1::uuid[]) ORDER BY reservation_id, position
        """)

    static let loadBackorders = Statement(
        "backorder_load",
        """
        SELECT reservation_id, line_id, sku, quantity, units, per_unit, is_whole, promised_at FROM backorder
        WHERE reservation_id = ANY($1::uuid[]) ORDER BY reservation_id, line_id, sku
        """)

    /// Those that are first in the queue for what came in.
    static let findWaiting = Statement(
        "reservation_find_waiting",
        """
        SELECT q.reservation_id FROM unnest($1::text[]) AS w (sku) CROSS JOIN LATERAL (
            SELECT b.reservation_id FROM backorder b WHERE b.sku = w.sku
            ORDER BY b.is_express DESC, b.since, b.reservation_id LIMIT $2::int8) q
        """)

    /// The newest that hold what a count would take, as many as are needed; express last. Read without a lock: who decides
    /// looks again.
    static let findHolding = Statement(
        "reservation_find_holding",
        """
        WITH taken AS (
            SELECT b.sku, b.site, b.reserved - b.on_hand + m.taken AS missing
            FROM (SELECT coalesce(a.sku, n.name) AS sku, n.site, sum(n.taken)::int8 AS taken
                  FROM (SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::int8[])) AS n (name, site, taken)
                  LEFT JOIN sku_alias a ON a.alias = n.name GROUP BY 1, 2) m
            JOIN stock_balance b ON b.sku = m.sku AND b.site = m.site
            WHERE b.on_hand - m.taken < b.reserved)
        SELECT DISTINCT h.id FROM (
            SELECT r.id, t.missing, sum(l.quantity - l.consumed - l.released - l.kept) OVER (
                PARTITION BY l.sku, l.site ORDER BY r.is_express, r.created_at DESC, r.id DESC
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS covered, l.kept
            FROM taken t JOIN reservation_line l
                 ON l.sku = t.sku AND l.site = t.site AND l.quantity > l.consumed + l.released
            JOIN reservation r ON r.id = l.reservation_id) h
        WHERE coalesce(h.covered, 0) < h.missing OR h.kept > 0
        """)

    static let loadWaiting = Statement(
        "reservation_waiting_load",
        """
        SELECT reservation_id, order_id, request, command, unknown, attempts FROM reservation_waiting
        WHERE reservation_id = ANY($1::uuid[])
        """)

    /// Read without a lock: each is looked at again in a transaction of its own.
    static let loadAwaiting = Statement(
        "reservation_awaiting_load",
        """
        SELECT reservation_id, order_id, request, command, unknown, attempts FROM reservation_waiting
        WHERE unknown && $1::text[]
        """)

    static let insert = Statement(
        "reservation_insert",
        """
        INSERT INTO reservation (id, order_id, state, version, explanation, reason, parcels, is_express, destination,
                                 command, round, history, created_at)
        SELECT unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::text[]), unnest($4::int8[]), unnest($5::jsonb[]),
               unnest($6::text[]), unnest($7::jsonb[]), unnest($8::bool[]), unnest($9::jsonb[]), unnest($10::jsonb[]),
               unnest($11::int4[]), unnest($12::jsonb[]), unnest($13::timestamptz[])
        """)

    static let update = Statement(
        "reservation_update",
        """
        UPDATE reservation r SET state = m.state, version = m.version, explanation = m.explanation,
            reason = m.reason, parcels = m.parcels, is_express = m.is_express, destination = m.destination,
            command = m.command, round = m.round, history = m.history, updated_at = now()
        FROM (SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::int8[]), unnest($4::jsonb[]), unnest($5::text[]),
                     unnest($6::jsonb[]), unnest($7::bool[]), unnest($8::jsonb[]), unnest($9::jsonb[]),
                     unnest($10::int4[]), unnest($11::jsonb[]))
            AS m (id, state, version, explanation, reason, parcels, is_express, destination, command, round, history)
        WHERE r.id = m.id
        """)

    /// A reservation that a parcel was taken out of: why it is where, and whom it answers to, most of the row, stays.
    static let take = Statement(
        "reservation_take",
        """
        UPDATE reservation r SET state = m.state, version = m.version, parcels = m.parcels, updated_at = now()
        FROM (SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::int8[]), unnest($4::jsonb[]))
            AS m (id, state, version, parcels)
        WHERE r.id = m.id
        """)

    static let saveLines = Statement(
        "reservation_line_save",
        """
        INSERT INTO reservation_line (reservation_id, line_id, site, sku, position, quantity, consumed, released, units,
                                      per_unit, round, kept, order_line)
        SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::int4[]),
               unnest($6::int8[]), unnest($7::int8[]), unnest($8::int8[]), unnest($9::int8[]), unnest($10::int8[]),
               unnest($11::int4[]), unnest($12::int8[]), unnest($13::text[])
        ON CONFLICT (reservation_id, position)
        DO UPDATE SET consumed = excluded.consumed, released = excluded.released, round = excluded.round,
            kept = excluded.kept
        """)

    /// What waits of changed reservations is written anew.
    static let deleteBackorders = Statement(
        "backorder_delete", "DELETE FROM backorder WHERE reservation_id = ANY($1::uuid[])")

    static let insertBackorders = Statement(
        "backorder_insert",
        """
        INSERT INTO backorder (reservation_id, line_id, sku, quantity, units, per_unit, is_whole, promised_at, is_express,
                               since)
        SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::text[]), unnest($4::int8[]), unnest($5::int8[]),
               unnest($6::int8[]), unnest($7::bool[]), unnest($8::timestamptz[]), unnest($9::bool[]),
               unnest($10::timestamptz[])
        """)

    static let saveWaiting = Statement(
        "reservation_waiting_save",
        """
        INSERT INTO reservation_waiting (reservation_id, order_id, request, command, unknown, attempts)
        SELECT id, order_id, request, command, ARRAY(SELECT jsonb_array_elements_text(unknown)), attempts
        FROM (SELECT unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::jsonb[]), unnest($4::jsonb[]),
                     unnest($5::jsonb[]), unnest($6::int4[]))
            AS m (id, order_id, request, command, unknown, attempts)
        ON CONFLICT (reservation_id) DO UPDATE
        SET request = excluded.request, command = excluded.command, unknown = excluded.unknown,
            attempts = excluded.attempts
        """)

    static let deleteWaiting = Statement(
        "reservation_waiting_delete", "DELETE FROM reservation_waiting WHERE reservation_id = ANY($1::uuid[])")
}
