import Postgres

/// How shops are asked and told on their channels' side, in intake's schema.
enum ChannelQueries {
    /// Shops with a connection, and those that were asked before they had none.
    static let all = Statement(
        "channel_all",
        """
        -- Webhooks that wait to be tried again or for a person: nothing else is kept of them.
        WITH kept AS MATERIALIZED (
            SELECT w.channel, w.shop, max(i.received_at) AS at
            FROM (SELECT received_at, envelope FROM inbox WHERE state = 1 AND type = 'waybill.intake.webhook.receive.v1'
                  UNION ALL
                  SELECT received_at, envelope FROM inbox
                  WHERE state = 2 AND type = 'waybill.intake.webhook.receive.v1') i,
                 json_to_record(convert_from(i.envelope, 'UTF8')::json -> 'data')
                     AS w (channel text, shop text, topic text)
            WHERE w.topic NOT IN ('page', 'poll', 'census', 'claims')
            GROUP BY w.channel, w.shop)
        SELECT s.channel, s.shop, s.is_open, s.connection IS NOT NULL AND s.connection ->> 'pollEvery' IS DISTINCT FROM '0',
               w.read_to, w.answered_at, w.finished_at, w.orders, w.failures, w.failure, w.limits, w.webhooks, hook.at,
               (SELECT count(*) FROM channel_recovery r
                WHERE r.channel = s.channel AND r.shop = s.shop AND r.found_at > now() - interval '1 day'),
               c.until, jsonb_array_length(c.listed), c.missing, unlisted.ids, now(),
               claims.read_to, claims.answered_at, claims.orders, claims.failures, claims.failure, q.failures, q.failure
        FROM shop s
        LEFT JOIN channel_watermark w ON w.channel = s.channel AND w.shop = s.shop AND w.kind = 'changes'
        LEFT JOIN channel_watermark claims
               ON claims.channel = s.channel AND claims.shop = s.shop AND claims.kind = 'claims'
        LEFT JOIN channel_watermark q ON q.channel = s.channel AND q.shop = s.shop AND q.kind = 'notices'
        LEFT JOIN LATERAL (
            SELECT since, until, listed, missing, lists_all FROM channel_completeness c
            WHERE c.channel = s.channel AND c.shop = s.shop AND finished_at IS NOT NULL
            ORDER BY until DESC LIMIT 1) c ON true
        LEFT JOIN kept ON kept.channel = s.channel AND kept.shop = s.shop
        CROSS JOIN LATERAL (
            SELECT greatest(kept.at, (
                SELECT received_at FROM raw_body b
                WHERE b.channel = s.channel AND b.shop = s.shop AND topic NOT IN ('page', 'poll', 'census', 'claims')
                ORDER BY received_at DESC LIMIT 1)) AS at) hook
        -- What the channel said of them later has moved them out of that time. Its bounds are not exact to the second everywhere,
        -- and an exchange is ours alone. What changed there since was written here since, by a clock that may differ: that has an
        -- index, with this list of channels.
        LEFT JOIN LATERAL (
            SELECT jsonb_agg(o.external_id ORDER BY o.channel_updated_at, o.external_id) AS ids FROM intake_order o
            WHERE c.lists_all AND o.channel = s.channel AND o.shop = s.shop
              AND o.channel IN ('amazon', 'hepsiburada', 'magento', 'n11', 'shopify', 'trendyol', 'woocommerce')
              AND o.updated_at >= c.since - interval '1 hour'
              AND o.channel_updated_at > c.since + interval '2 seconds'
              AND o.channel_updated_at < c.until - interval '2 seconds'
              AND o.content ->> 'kind' IS DISTINCT FROM 'exchange'
              AND NOT EXISTS (SELECT FROM jsonb_array_elements_text(c.listed) l (id) WHERE l.id = o.external_id)
            ) unlisted ON true
        WHERE ($1::text IS NULL OR s.channel || '/' || s.shop = $1::text)
          AND (s.connection IS NOT NULL OR w.channel IS NOT NULL OR hook.at IS NOT NULL)
        ORDER BY 1, 2
        """)

    static let recovered = Statement(
        "channel_recovered",
        """
        SELECT channel || '/' || shop, external_id, way, outcome, channel_updated_at, found_at
        FROM channel_recovery
        WHERE $1::text IS NULL OR channel || '/' || shop = $1::text
        ORDER BY found_at DESC LIMIT $2::int8
        """)
}
