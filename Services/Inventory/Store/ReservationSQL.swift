import Postgres

/// SQL of reservations, their lines, and the orders that wait for articles.
enum ReservationSQL {
    static let load = Statement(
        "reservation_load",
        """
        SELECT id, order_id, state, version, explanation, reason, parcels FROM reservation
        WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE
        """)

    static let loadLines = Statement(
        "reservation_line_load",
        """
        SELECT reservation_id, line_id, sku, site, quantity, consumed, released FROM reservation_line
        WHERE reservation_id = ANY($1::uuid[]) ORDER BY reservation_id, position
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
        INSERT INTO reservation (id, order_id, state, version, explanation, reason, parcels)
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::int8[], $5::jsonb[], $6::text[], $7::jsonb[])
        """)

    static let update = Statement(
        "reservation_update",
        """
        UPDATE reservation r SET state = m.state, version = m.version, explanation = m.explanation,
            reason = m.reason, parcels = m.parcels, updated_at = now()
        FROM unnest($1::uuid[], $2::text[], $3::int8[], $4::jsonb[], $5::text[], $6::jsonb[])
            AS m (id, state, version, explanation, reason, parcels)
        WHERE r.id = m.id
        """)

    static let saveLines = Statement(
        "reservation_line_save",
        """
        INSERT INTO reservation_line (reservation_id, line_id, site, sku, position, quantity, consumed, released)
        SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::int2[], $6::int8[], $7::int8[],
                             $8::int8[])
        ON CONFLICT (reservation_id, line_id, site)
        DO UPDATE SET consumed = excluded.consumed, released = excluded.released
        """)

    static let saveWaiting = Statement(
        "reservation_waiting_save",
        """
        INSERT INTO reservation_waiting (reservation_id, order_id, request, command, unknown, attempts)
        SELECT id, order_id, request, command, ARRAY(SELECT jsonb_array_elements_text(unknown)), attempts
        FROM unnest($1::uuid[], $2::uuid[], $3::jsonb[], $4::jsonb[], $5::jsonb[], $6::int4[])
            AS m (id, order_id, request, command, unknown, attempts)
        ON CONFLICT (reservation_id) DO UPDATE
        SET request = excluded.request, command = excluded.command, unknown = excluded.unknown,
            attempts = excluded.attempts
        """)

    static let deleteWaiting = Statement(
        "reservation_waiting_delete", "DELETE FROM reservation_waiting WHERE reservation_id = ANY($1::uuid[])")
}
