-- What operator of 4ff4255 asks its database. Made by deploy/record-statements.

-- statement: audit_a1_count (Services/CLI/Audit/A1Liveness.swift)
SELECT count(*) FROM saga

-- statement: audit_a1_stuck (Services/CLI/Audit/A1Liveness.swift)
SELECT s.order_id, s.phase, s.headline, s.deadline IS NOT NULL FROM saga s
WHERE s.phase IN ('running', 'undoing') AND NOT s.is_on_hold
  AND (s.deadline IS NULL
       OR NOT EXISTS (SELECT FROM timer t WHERE t.key = 'deadline/' || s.order_id::text))
ORDER BY s.order_id

-- statement: audit_a1_contradictions (Services/CLI/Audit/A1Liveness.swift)
SELECT s.order_id, s.phase, t.step FROM saga s JOIN saga_step t USING (order_id)
WHERE s.phase IN ('closed', 'cancelled', 'expired') AND t.status = 'sent'
  AND t.step NOT IN ('cancel_payment', 'release_stock')
ORDER BY s.order_id

-- statement: audit_a1_unknown (Services/CLI/Audit/A1Liveness.swift)
SELECT a.id FROM unnest($1::uuid[]) AS a (id)
WHERE NOT EXISTS (SELECT FROM saga s WHERE s.order_id = a.id AND s.phase <> 'unborn')
  AND NOT EXISTS (SELECT FROM inbox i WHERE i.order_id = a.id AND i.state IN (1, 2))

-- statement: audit_a2_count (Services/CLI/Audit/A2Stock.swift)
SELECT count(*) FROM stock_balance

-- statement: audit_a2_differences (Services/CLI/Audit/A2Stock.swift)
SELECT sku, site, coalesce(b.on_hand, 0), coalesce(m.on_hand, 0)::int8, coalesce(b.reserved, 0),
       coalesce(m.reserved, 0)::int8, coalesce(r.open, 0)::int8
FROM stock_balance b
FULL JOIN (SELECT sku, site, sum(on_hand) AS on_hand, sum(reserved) AS reserved
           FROM stock_movement GROUP BY sku, site) m USING (sku, site)
FULL JOIN (SELECT sku, site, sum(quantity - consumed - released) AS open
           FROM reservation_line GROUP BY sku, site) r USING (sku, site)
WHERE coalesce(b.on_hand, 0) <> coalesce(m.on_hand, 0) OR coalesce(b.reserved, 0) <> coalesce(m.reserved, 0)
   OR coalesce(b.reserved, 0) <> coalesce(r.open, 0) OR b.reserved > b.on_hand OR b.on_hand < 0
   OR b.reserved < 0
ORDER BY sku, site

-- statement: audit_a2_left_open (Services/CLI/Audit/A2Stock.swift)
SELECT r.id, r.order_id, r.state, l.sku, (l.quantity - l.consumed - l.released)::int8
FROM reservation r JOIN reservation_line l ON l.reservation_id = r.id
WHERE r.state IN ('released', 'consumed', 'short', 'waiting') AND l.quantity <> l.consumed + l.released

-- statement: audit_a3_ended (Services/CLI/Audit/A3Money.swift)
SELECT s.order_id, s.phase, o.total, s.authorised, s.captured, s.voided, s.refunded,
       (SELECT sum(l.cancelled + l.lost + l.returned_to_sender + l.restocked + l.quarantined + l.written_off)
        FROM saga_line l WHERE l.order_id = s.order_id)::int8
FROM saga s JOIN saga_order o USING (order_id)
WHERE s.phase IN ('closed', 'cancelled', 'expired') AND s.updated_at < now() - interval '10 seconds'
  AND s.order_id > $1::uuid
ORDER BY s.order_id LIMIT 5000

-- statement: audit_a3_payments (Services/CLI/Audit/A3Money.swift)
SELECT order_id, authorised, captured, voided, refunded, state FROM payment
WHERE order_id = ANY($1::uuid[]) AND custody <> 'courier'

-- statement: audit_a3_operations (Services/CLI/Audit/A3Money.swift)
SELECT p.id, p.order_id, p.captured, p.voided, p.refunded, coalesce(o.captured, 0), coalesce(o.voided, 0),
       coalesce(o.refunded, 0)
FROM payment p LEFT JOIN (
    SELECT payment_id, (sum(amount) FILTER (WHERE kind = 'capture'))::int8 AS captured,
           (sum(amount) FILTER (WHERE kind = 'void'))::int8 AS voided,
           (sum(amount) FILTER (WHERE kind = 'refund'))::int8 AS refunded
    FROM payment_operation WHERE state = 'done' GROUP BY payment_id) o ON o.payment_id = p.id
WHERE p.custody = 'gateway' AND (p.captured, p.voided, p.refunded)
      IS DISTINCT FROM (coalesce(o.captured, 0), coalesce(o.voided, 0), coalesce(o.refunded, 0))

-- statement: audit_a4_provider (Services/CLI/Audit/A4Once.swift)
SELECT coalesce(o.key, s.key), o.state, o.amount, s.amount, s.is_done
FROM (SELECT o.kind || '/' || o.payment_id::text || '/' || o.ordinal AS key, o.state, o.amount, o.kind
      FROM payment_operation o JOIN payment p ON p.id = o.payment_id WHERE p.custody = 'gateway') o
FULL JOIN sandbox_provider s ON s.key = o.key
WHERE (o.state = 'done' AND s.is_done IS NOT TRUE) OR (o.state = 'refused' AND s.is_done)
   OR (s.is_done AND o.key IS NULL)
   OR (o.state = 'open' AND s.is_done AND s.at < now() - interval '5 minutes')
   OR (o.state = 'done' AND o.kind <> 'authorise' AND o.amount <> s.amount)

-- statement: audit_a4_provider_count (Services/CLI/Audit/A4Once.swift)
SELECT count(*) FROM sandbox_provider

-- statement: audit_a4_carrier (Services/CLI/Audit/A4Once.swift)
SELECT p.id, p.state, p.tracking ->> 'trackingNumber', count(c.key)
FROM parcel p LEFT JOIN sandbox_carrier_ledger c
     ON c.operation = 'label' AND c.tracking_number = p.tracking ->> 'trackingNumber'
WHERE p.tracking ->> 'carrier' = 'sandbox' GROUP BY p.id HAVING count(c.key) <> 1

-- statement: audit_a4_unknown_labels (Services/CLI/Audit/A4Once.swift)
SELECT c.key, c.tracking_number FROM sandbox_carrier_ledger c
WHERE c.operation = 'label' AND c.at < now() - interval '5 minutes'
  AND NOT EXISTS (SELECT FROM parcel p WHERE p.tracking ->> 'trackingNumber' = c.tracking_number)
  AND NOT EXISTS (SELECT FROM effect e WHERE e.key = c.key AND e.state <> 2)

-- statement: audit_a4_carrier_count (Services/CLI/Audit/A4Once.swift)
SELECT count(*) FROM sandbox_carrier_ledger

-- statement: audit_a4_mails (Services/CLI/Audit/A4Once.swift)
SELECT message_id, state FROM notification

-- statement: audit_a5_not_undone (Services/CLI/Audit/A5Compensation.swift)
SELECT s.order_id, s.phase, t.step, t.status FROM saga s JOIN saga_step t USING (order_id)
WHERE s.phase IN ('cancelled', 'expired') AND s.updated_at < now() - interval '10 seconds'
  AND t.step IN ('authorise', 'reserve') AND t.status IN ('sent', 'done')

-- statement: audit_a5_ended (Services/CLI/Audit/A5Compensation.swift)
SELECT order_id FROM saga
WHERE phase IN ('cancelled', 'expired') AND updated_at < now() - interval '10 seconds' AND order_id > $1::uuid
ORDER BY order_id LIMIT 5000

-- statement: audit_a5_payments (Services/CLI/Audit/A5Compensation.swift)
SELECT order_id, 'payment ' || id::text || ' is ' || state FROM payment
WHERE order_id = ANY($1::uuid[]) AND (authorised <> voided + refunded OR state IN ('pending', 'review'))

-- statement: audit_a5_reservations (Services/CLI/Audit/A5Compensation.swift)
SELECT order_id, 'reservation ' || id::text || ' is ' || state FROM reservation
WHERE order_id = ANY($1::uuid[]) AND state IN ('reserved', 'waiting', 'consumed')

-- statement: audit_a5_fulfilments (Services/CLI/Audit/A5Compensation.swift)
SELECT order_id, 'fulfilment order ' || id::text || ' is ' || state FROM fulfilment_order
WHERE order_id = ANY($1::uuid[]) AND state NOT IN ('cancelled', 'short')

-- statement: audit_a5_parcels (Services/CLI/Audit/A5Compensation.swift)
SELECT order_id, 'parcel ' || id::text || ' is ' || state FROM parcel
WHERE order_id = ANY($1::uuid[]) AND state NOT IN ('void', 'refused', 'void_requested')

-- statement: audit_a7_log (Services/CLI/Audit/A7Delivery.swift)
SELECT order_id, seq, sent::text FROM saga_log
WHERE (order_id, seq) > ($1::uuid, $2::int8) AND at < now() - interval '10 seconds'
ORDER BY order_id, seq LIMIT 5000

-- statement: audit_a7_replies (Services/CLI/Audit/A7Delivery.swift)
SELECT command_id, message_id, routing_key, convert_from(envelope, 'UTF8')::jsonb ->> 'orderid',
       convert_from(envelope, 'UTF8')::jsonb ->> 'type'
FROM reply
WHERE (command_id, message_id) > ($1::uuid, $2::uuid) AND exchange = 'waybill.events'
  AND created_at < now() - interval '10 seconds'
ORDER BY command_id, message_id LIMIT 5000

-- statement: audit_a7_missing (Services/CLI/Audit/A7Delivery.swift)
SELECT m.id FROM unnest($1::uuid[], $2::uuid[]) AS m (order_id, id)
WHERE NOT EXISTS (SELECT FROM inbox i WHERE i.order_id = m.order_id AND i.id = m.id)

-- statement: engine_state (Services/CLI/Queries/EngineQueries.swift)
SELECT (SELECT count(*) FROM outbox),
       (SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 FROM outbox),
       (SELECT count(*) FROM outbox WHERE returned IS NOT NULL),
       (SELECT count(*) FROM timer),
       (SELECT coalesce(extract(epoch FROM now() - min(due_at)), 0)::float8 FROM timer WHERE due_at < now()),
       (SELECT count(*) FROM effect WHERE state IN (0, 1)),
       (SELECT count(*) FROM effect WHERE state = 4),
       (SELECT count(*) FROM inbox WHERE state = 1),
       (SELECT count(*) FROM inbox WHERE state = 2)

-- statement: inbox_fate (Services/CLI/Queries/InboxQueries.swift)
SELECT state, reason FROM inbox WHERE order_id = $1::uuid AND id = $2::uuid

-- statement: inbox_fates (Services/CLI/Queries/InboxQueries.swift)
SELECT id, state, reason FROM inbox WHERE order_id = $1::uuid AND id = ANY($2::uuid[]) AND state >= 2

-- statement: inbox_of_order (Services/CLI/Queries/InboxQueries.swift)
SELECT id, type, source, causation_id, sent_at, received_at, state, attempts, reason
FROM inbox WHERE order_id = $1::uuid ORDER BY received_at, id

-- statement: inbox_without_order (Services/CLI/Queries/InboxQueries.swift)
SELECT id, type, source, causation_id, sent_at, received_at, state, attempts, reason
FROM inbox WHERE order_id = '00000000-0000-0000-0000-000000000000' AND id = ANY($1::uuid[])

-- statement: intake_find (Services/CLI/Queries/IntakeQueries.swift)
SELECT id, channel, shop, external_id, coalesce(content ->> 'number', external_id), recorded_reason
FROM intake_order
WHERE id = $1::uuid OR external_id = $2::text OR content ->> 'number' = $2::text
ORDER BY received_at DESC LIMIT 20

-- statement: intake_messages (Services/CLI/Queries/IntakeQueries.swift)
SELECT message_id FROM order_change WHERE order_id = $1::uuid

-- statement: intake_announced (Services/CLI/Queries/IntakeQueries.swift)
SELECT id FROM intake_order
WHERE is_announced AND received_at < now() - interval '10 seconds' AND id > $1::uuid ORDER BY id LIMIT 5000

-- statement: database_now (Services/CLI/Queries/LatencyQueries.swift)
SELECT clock_timestamp()

-- statement: latency_orders (Services/CLI/Queries/LatencyQueries.swift)
SELECT message_id, order_id FROM order_change WHERE message_id = ANY($1::uuid[])

-- statement: latency_released (Services/CLI/Queries/LatencyQueries.swift)
SELECT order_id, min(received_at) FROM inbox
WHERE order_id = ANY($1::uuid[]) AND type = 'waybill.warehouse.fulfil.v1' AND state = 0 GROUP BY order_id

-- statement: order_find (Services/CLI/Queries/OrderQueries.swift)
SELECT order_id, channel, shop, external_id, number FROM saga_order
WHERE order_id = $1::uuid OR external_id = $2::text OR number = $2::text OR number = '#' || $2::text
ORDER BY placed_at DESC LIMIT 20

-- statement: order_list (Services/CLI/Queries/OrderQueries.swift)
SELECT o.order_id, o.number, o.channel, o.shop, o.external_id, s.headline, o.total, o.currency, o.placed_at,
       s.updated_at,
       (SELECT string_agg(t.hold, ', ') FROM saga_step t WHERE t.order_id = o.order_id AND t.hold IS NOT NULL)
FROM saga_order o JOIN saga s USING (order_id)
WHERE ($1::text IS NULL OR s.headline = $1::text) AND ($2::text IS NULL OR o.channel = $2::text)
  AND ($3::text IS NULL OR o.shop = $3::text)
ORDER BY o.placed_at DESC, o.order_id DESC LIMIT $4::int8

-- statement: order_counts (Services/CLI/Queries/OrderQueries.swift)
SELECT headline, count(*) FROM saga GROUP BY headline ORDER BY count(*) DESC, headline

-- statement: order_one (Services/CLI/Queries/OrderQueries.swift)
SELECT o.channel, o.shop, o.external_id, o.number, o.currency, o.total, o.placed_at, s.headline, s.phase,
       s.plan, s.authorised, s.captured, s.voided, s.refunded, s.deadline, s.ending::text, s.version
FROM saga_order o JOIN saga s USING (order_id) WHERE o.order_id = $1::uuid

-- statement: order_lines (Services/CLI/Queries/OrderQueries.swift)
SELECT line_id, ordered, pending, backordered, reserved, released, picked, packed, handed_over, delivered, lost,
       returned_to_sender, cancelled, return_requested, return_in_transit, return_received, restocked,
       quarantined, written_off, sent_back
FROM saga_line WHERE order_id = $1::uuid ORDER BY position

-- statement: order_steps (Services/CLI/Queries/OrderQueries.swift)
SELECT step, unit, status, epoch, attempts, due_at, hold, reason::text, started_at, finished_at
FROM saga_step WHERE order_id = $1::uuid ORDER BY position

-- statement: order_parcels (Services/CLI/Queries/OrderQueries.swift)
SELECT site, parcel_id, tracking::text, parcel::text FROM saga_fulfilment WHERE order_id = $1::uuid
ORDER BY position

-- statement: order_document (Services/CLI/Queries/OrderQueries.swift)
SELECT document::text FROM saga_order WHERE order_id = $1::uuid

-- statement: order_headlines (Services/CLI/Queries/OrderQueries.swift)
SELECT o.external_id, o.order_id, o.number, s.headline FROM saga_order o JOIN saga s USING (order_id)
WHERE o.channel = $1::text AND o.shop = $2::text AND o.external_id = ANY($3::text[])

-- statement: parked_list (Services/CLI/Queries/ParkedQueries.swift)
SELECT 'message', id, order_id, type, received_at, attempts, reason FROM inbox WHERE state = 2
UNION ALL
SELECT 'effect', id, order_id, kind, created_at, attempts, reason FROM effect WHERE state = 4
UNION ALL
SELECT 'outbox', NULL, NULL, exchange || '/' || routing_key, created_at, 0::int2, returned FROM outbox
WHERE returned IS NOT NULL
ORDER BY 5 DESC LIMIT $1::int8

-- statement: parked_message (Services/CLI/Queries/ParkedQueries.swift)
SELECT type, order_id, source, causation_id, sent_at, received_at, attempts, reason, routing_key, user_id,
       envelope, state, actor
FROM inbox WHERE id = $1::uuid AND state >= 1

-- statement: parked_effect (Services/CLI/Queries/ParkedQueries.swift)
SELECT kind, order_id, key, command, created_at, created_at, attempts, reason, NULL::text, NULL::text, request,
       state, actor
FROM effect WHERE id = $1::uuid

-- statement: payment_of_order (Services/CLI/Queries/PaymentQueries.swift)
SELECT id, state FROM payment WHERE order_id = $1::uuid ORDER BY created_at DESC LIMIT 1

-- statement: reply_to_command (Services/CLI/Queries/ReplyQueries.swift)
SELECT envelope FROM reply WHERE command_id = $1::uuid ORDER BY created_at, message_id

-- statement: reply_to_commands (Services/CLI/Queries/ReplyQueries.swift)
SELECT command_id, envelope FROM reply WHERE command_id = ANY($1::uuid[])

-- statement: shop_one (Services/CLI/Queries/ShopQueries.swift)
SELECT webhook_secrets, stock_buffer FROM shop WHERE channel = $1::text AND shop = $2::text

-- statement: shop_all (Services/CLI/Queries/ShopQueries.swift)
SELECT coalesce(s.channel, o.channel) AS channel, coalesce(s.shop, o.shop) AS shop, s.is_open, s.stock_buffer,
       s.currency, s.payment_method, coalesce(o.orders, 0)
FROM shop s
FULL JOIN (SELECT channel, shop, count(*) AS orders FROM intake_order GROUP BY channel, shop) o
     ON o.channel = s.channel AND o.shop = s.shop
ORDER BY 1, 2

-- statement: stock_balances (Services/CLI/Queries/StockQueries.swift)
SELECT b.sku, coalesce(a.title, ''), b.site, coalesce(n.code, ''), b.on_hand, b.reserved, b.safety,
       greatest(0, b.on_hand - b.reserved - b.safety), t.is_open
FROM stock_balance b JOIN article a USING (sku) JOIN site t ON t.code = b.site
     LEFT JOIN bin n ON n.sku = b.sku AND n.site = b.site
WHERE $1::text IS NULL OR b.sku = $1::text OR b.sku = (SELECT sku FROM sku_alias WHERE alias = $1::text)
ORDER BY b.sku, b.site LIMIT $2::int8

-- statement: stock_ledger (Services/CLI/Queries/StockQueries.swift)
SELECT id, at, site, kind, on_hand, reserved, reference, order_id, actor FROM (
    SELECT * FROM stock_movement WHERE sku = $1::text AND ($2::text IS NULL OR site = $2::text)
    ORDER BY id DESC LIMIT $3::int8) AS newest
ORDER BY id
