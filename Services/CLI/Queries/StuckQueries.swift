import Postgres

/// What waits for a person, each in its service's schema: since when, whose order, what about it.
enum StuckQueries {
    /// Through the index of held steps: few rows at any time.
    static let holds = Statement(
        "stuck_holds",
        """
        SELECT t.started_at, t.order_id, o.number, t.step, t.unit, t.hold, t.reason::text
        FROM saga_step t JOIN saga_order o USING (order_id) WHERE t.hold IS NOT NULL
        ORDER BY t.started_at DESC LIMIT $1::int8
        """)

    /// Something was said of an order that has not come.
    static let unborn = Statement(
        "stuck_unborn",
        """
        SELECT created_at, order_id, (SELECT string_agg(e ->> 'type', ', ') FROM json_array_elements(early) e)
        FROM saga WHERE phase = 'unborn' AND created_at < now() - interval '1 hour'
        ORDER BY created_at DESC LIMIT $1::int8
        """)

    /// Written down and never handed to the coordinator: not what is another's to send, and what the channel has not cleared
    /// only once that takes long.
    static let recorded = Statement(
        "stuck_recorded",
        """
        SELECT received_at, id, external_id, recorded_reason FROM intake_order
        WHERE NOT is_announced AND recorded_reason IS NOT NULL AND received_at > now() - $2::int8 * interval '1 day'
          AND recorded_reason <> 'fulfilled_by_channel'
          AND (recorded_reason NOT IN ('awaiting_channel', 'awaiting_packages') OR updated_at < now() - interval '1 day')
        ORDER BY received_at DESC LIMIT $1::int8
        """)

    static let webhooks = Statement(
        "stuck_webhooks",
        """
        SELECT min(d.created_at), e.id, e.channel || '/' || e.shop || ' ' || e.name, count(*), max(d.reason)
        FROM webhook_delivery d JOIN webhook_endpoint e ON e.id = d.endpoint_id WHERE d.state = 'parked'
        GROUP BY e.id ORDER BY 1 DESC LIMIT $1::int8
        """)

    /// Nothing is done about these any more; after some days nobody needs to hear of them.
    static let mails = Statement(
        "stuck_mails",
        """
        SELECT created_at, order_id, milestone, coalesce(reason_code, 'no_address'), coalesce(reason, '')
        FROM notification WHERE state IN ('refused', 'no_address') AND created_at > now() - $2::int8 * interval '1 day'
        ORDER BY created_at DESC LIMIT $1::int8
        """)

    /// Undecided, overdue, lost, or with a refund that was refused.
    static let returns = Statement(
        "stuck_returns",
        """
        SELECT r.updated_at, r.order_id, o.number, r.id, r.state, r.document -> 'reason' ->> 'code',
               r.document -> 'reason' ->> 'message'
        FROM rma r JOIN delivered_order o USING (order_id)
        WHERE r.state NOT IN ('declined', 'closed', 'cancelled', 'expired')
          AND (r.state = 'requested' OR r.document -> 'reason' ->> 'code' IN (
                  'approval_overdue', 'transit_overdue', 'lost_in_transit', 'inspection_overdue', 'refund_overdue',
                  'booking_overdue')
               OR EXISTS (SELECT FROM rma_settlement s WHERE s.rma_id = r.id AND s.state = 'failed'
                          AND s.ordinal = (SELECT max(ordinal) FROM rma_settlement WHERE rma_id = r.id)
                          AND r.state = 'inspected'))
        ORDER BY r.updated_at DESC LIMIT $1::int8
        """)

    /// No carrier can be reached, or none sells a label for it yet.
    static let labels = Statement(
        "stuck_labels",
        """
        SELECT updated_at, order_id, id FROM parcel WHERE state = 'label_waiting' ORDER BY updated_at DESC LIMIT $1::int8
        """)

    static let quarantined = Statement(
        "stuck_quarantined",
        """
        SELECT site, sku, quarantined FROM stock_balance WHERE quarantined > 0 ORDER BY site, sku LIMIT $1::int8
        """)
}
