import Postgres

/// Returns, in returns' schema.
enum ReturnQueries {
    static let find = Statement(
        "return_find", "SELECT id, order_id FROM rma WHERE starts_with(id::text, $1::text) ORDER BY id LIMIT 2")

    static let list = Statement(
        "return_list",
        """
        SELECT r.id, o.number, r.state, r.origin, r.settlement, r.created_at, r.updated_at,
               (SELECT sum(quantity) FROM rma_line WHERE rma_id = r.id)::int8,
               coalesce((SELECT sum(amount) FROM rma_settlement WHERE rma_id = r.id AND state = 'done'), 0)::int8,
               o.summary ->> 'currency', r.document -> 'reason' ->> 'code'
        FROM rma r JOIN delivered_order o USING (order_id)
        WHERE ($1::uuid IS NULL OR r.order_id = $1::uuid)
            AND (NOT $2::bool OR r.state NOT IN ('declined', 'closed', 'cancelled', 'expired'))
        ORDER BY r.created_at DESC LIMIT $3::int8
        """)

    static let lines = Statement(
        "return_lines",
        """
        SELECT line_id, sku, quantity, reason, coalesce(condition, ''), received, restocked, quarantined, written_off,
               sent_back, lapsed, goods + charges
        FROM rma_line WHERE rma_id = $1::uuid ORDER BY line_id
        """)

    static let settlements = Statement(
        "return_settlements",
        "SELECT ordinal, kind, amount, state, id FROM rma_settlement WHERE rma_id = $1::uuid ORDER BY ordinal")

    static let header = Statement(
        "return_header",
        """
        SELECT r.state, o.number, r.origin, r.settlement, r.policy_version, r.document ->> 'actor',
               (r.document ->> 'expected')::int8, (r.document ->> 'expectedFees')::int8,
               r.document -> 'tracking' ->> 'trackingNumber', r.document -> 'reason' ->> 'code',
               r.document -> 'reason' ->> 'message', r.created_at, r.updated_at, o.summary ->> 'currency',
               r.document ->> 'exchangeOrderId'
        FROM rma r JOIN delivered_order o USING (order_id) WHERE r.id = $1::uuid
        """)
}
