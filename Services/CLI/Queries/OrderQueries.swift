import Postgres

/// Orders, in the coordinator's schema.
enum OrderQueries {
    /// By id, number or external id; the newest first.
    static let find = Statement(
        "order_find",
        """
        SELECT order_id, channel, shop, external_id, number FROM saga_order
        WHERE order_id = $1::uuid OR external_id = $2::text OR number = $2::text OR number = '#' || $2::text
        ORDER BY placed_at DESC LIMIT 20
        """)

    static let list = Statement(
        "order_list",
        """
        SELECT o.order_id, o.number, o.channel, o.shop, o.external_id, s.headline, o.total, o.currency, o.placed_at,
               s.updated_at,
               (SELECT string_agg(t.hold, ', ') FROM saga_step t WHERE t.order_id = o.order_id AND t.hold IS NOT NULL)
        FROM saga_order o JOIN saga s USING (order_id)
        WHERE ($1::text IS NULL OR s.headline = $1::text) AND ($2::text IS NULL OR o.channel = $2::text)
          AND ($3::text IS NULL OR o.shop = $3::text) AND (NOT $5::bool OR s.is_on_hold)
        ORDER BY o.placed_at DESC, o.order_id DESC LIMIT $4::int8
        """)

    static let counts = Statement(
        "order_counts", "SELECT headline, count(*) FROM saga GROUP BY headline ORDER BY count(*) DESC, headline")

    static let one = Statement(
        "order_one",
        """
        SELECT o.channel, o.shop, o.external_id, o.number, o.currency, o.total, o.placed_at, s.headline, s.phase,
               s.plan, s.authorised, s.captured, s.voided, s.refunded, s.deadline, s.ending::text, s.version
        FROM saga_order o JOIN saga s USING (order_id) WHERE o.order_id = $1::uuid
        """)

    static let lines = Statement(
        "order_lines",
        """
        SELECT line_id, ordered, pending, backordered, reserved, released, picked, packed, handed_over, delivered, lost,
               returned_to_sender, cancelled, return_requested, return_in_transit, return_received, restocked,
               quarantined, written_off, sent_back
        FROM saga_line WHERE order_id = $1::uuid ORDER BY position
        """)

    /// The columns of ``lines`` behind the first two, by the names of the buckets.
    static let buckets = [
        "pending", "backordered", "reserved", "released", "picked", "packed", "handed_over", "delivered", "lost",
        "returned_to_sender", "cancelled", "return_requested", "return_in_transit", "return_received", "restocked",
        "quarantined", "written_off", "sent_back",
    ]

    static let steps = Statement(
        "order_steps",
        """
        SELECT step, unit, status, epoch, attempts, due_at, hold, reason::text, started_at, finished_at
        FROM saga_step WHERE order_id = $1::uuid ORDER BY position
        """)

    static let parcels = Statement(
        "order_parcels",
        """
        SELECT site, parcel_id, tracking::text, parcel::text FROM saga_fulfilment WHERE order_id = $1::uuid
        ORDER BY position
        """)

    static let document = Statement("order_document", "SELECT document::text FROM saga_order WHERE order_id = $1::uuid")

    static let headlines = Statement(
        "order_headlines",
        """
        SELECT o.external_id, o.order_id, o.number, s.headline FROM saga_order o JOIN saga s USING (order_id)
        WHERE o.channel = $1::text AND o.shop = $2::text AND o.external_id = ANY($3::text[])
        """)
}
