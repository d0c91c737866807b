import Postgres

/// What became of an order: headline, money, units and returns, as text that is the same for the same.
struct Outcome {
    let number: Int
    /// What the wish about the order came to; nil when there was none.
    let isWishGranted: Bool?
    /// Units of the scarce article that it has got.
    let scarce: Int
    let text: String

    static func all(_ desk: Desk) async throws -> [Outcome] {
        try await desk.query(statement).map { row in
            let number = Int(try row.string(0)) ?? 0
            // A wish may be granted before the money is touched or after: what is kept and what is open must be the same.
            let money = try row.string(Recipe.of(number).wish == nil ? 4 : 5)
            let text = try row.string(3) + money + ";" + row.string(6)
            // What a channel says of its own is nobody's question, and gets no answer.
            let isTold = Recipe.of(number).wish == .cancelAtChannel
            return Outcome(
                number: number, isWishGranted: isTold ? text.hasPrefix("cancelled") : try row.boolOrNil(1),
                scarce: try row.int(2), text: text)
        }
    }

    /// Ids, places and times differ from run to run; units do not.
    private static let statement = Statement(
        "chaos_outcomes",
        """
        SELECT o.external_id,
            (SELECT bool_or((a.envelope -> 'data' ->> 'accepted')::bool) FROM (
                SELECT convert_from(r.envelope, 'UTF8')::jsonb AS envelope FROM saga.reply r
                JOIN saga.inbox i ON i.id = r.command_id AND i.order_id = o.order_id
                WHERE i.type IN ('waybill.saga.order.cancel.v1', 'waybill.saga.order.change.v1')) AS a
             WHERE a.envelope -> 'data' ? 'accepted'),
            (SELECT coalesce(sum(r.quantity - r.released), 0)::int8 FROM inventory.reservation_line r
             JOIN inventory.reservation v ON v.id = r.reservation_id
             WHERE v.order_id = o.order_id AND r.sku = 'SCARCE'),
            s.headline || CASE WHEN s.is_on_hold THEN ' (on hold)' ELSE '' END,
            ', authorised ' || s.authorised || ', captured ' || s.captured || ', voided ' || s.voided || ', refunded '
                || s.refunded,
            ', kept ' || s.captured - s.refunded || ', open ' || s.authorised - s.voided - s.captured,
            coalesce((
                    SELECT string_agg(' ' || l.line_id || ': ' || u.units, ',' ORDER BY l.position)
                    FROM saga.saga_line l CROSS JOIN LATERAL (
                        SELECT string_agg(e.value || ' ' || e.key, ' + ' ORDER BY e.key) AS units
                        FROM jsonb_each_text(to_jsonb(l) - ARRAY['order_id', 'position', 'line_id']) AS e
                        WHERE e.value NOT IN ('0', '')) AS u
                    WHERE l.order_id = o.order_id), '')
                || coalesce((
                    SELECT '; ' || string_agg('return ' || r.state || ' for ' || r.settlement, ', ' ORDER BY r.settlement)
                    FROM returns.rma r WHERE r.order_id = o.order_id), '')
        FROM saga.saga s JOIN saga.saga_order o USING (order_id) WHERE o.external_id ~ '^[0-9]+$'
        """)
}
