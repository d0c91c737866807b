-- What saga of 4ff4255 asks its database. Made by deploy/record-statements.
-- migration: V0001_saga

-- statement: saga_command_select (Services/SagaCoordinator/Store/CommandTable.swift)
SELECT c.order_id, c.step, c.unit, c.exchange, c.routing_key, c.envelope
FROM saga_command c JOIN saga_step s USING (order_id, step, unit, epoch)
WHERE c.order_id = ANY($1::uuid[]) AND s.status = 'sent'

-- statement: saga_command_insert (Services/SagaCoordinator/Store/CommandTable.swift)
INSERT INTO saga_command (order_id, step, unit, epoch, exchange, routing_key, envelope)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::int4[], $5::text[], $6::text[], $7::bytea[])

-- statement: saga_command_delete (Services/SagaCoordinator/Store/CommandTable.swift)
DELETE FROM saga_command WHERE order_id = ANY($1::uuid[])

-- statement: saga_fulfilment_select (Services/SagaCoordinator/Store/FulfilmentTable.swift)
SELECT order_id, id, floor, allocation::text, parcel::text, tracking::text
FROM saga_fulfilment WHERE order_id = ANY($1::uuid[]) ORDER BY order_id, position

-- statement: saga_fulfilment_insert (Services/SagaCoordinator/Store/FulfilmentTable.swift)
INSERT INTO saga_fulfilment (order_id, position, id, site, floor, allocation, parcel_id, parcel, tracking)
SELECT order_id, position, id, site, floor, allocation::json, parcel_id, parcel::json, tracking::json
FROM unnest($1::uuid[], $2::int2[], $3::uuid[], $4::text[], $5::int2[], $6::text[], $7::uuid[], $8::text[],
            $9::text[])
    AS m (order_id, position, id, site, floor, allocation, parcel_id, parcel, tracking)

-- statement: saga_fulfilment_update (Services/SagaCoordinator/Store/FulfilmentTable.swift)
UPDATE saga_fulfilment f SET floor = m.floor, parcel_id = m.parcel_id, parcel = m.parcel::json,
    tracking = m.tracking::json
FROM unnest($1::uuid[], $2::int2[], $3::int2[], $4::uuid[], $5::text[], $6::text[])
    AS m (order_id, position, floor, parcel_id, parcel, tracking)
WHERE f.order_id = m.order_id AND f.position = m.position

-- statement: saga_line_select (Services/SagaCoordinator/Store/LineTable.swift)
SELECT order_id, line_id, ordered,
       pending, backordered, reserved, released, picked, packed, handed_over, delivered, lost,
       returned_to_sender, cancelled, return_requested, return_in_transit, return_received,
       restocked, quarantined, written_off, sent_back
FROM saga_line WHERE order_id = ANY($1::uuid[]) ORDER BY order_id, position

-- statement: saga_line_insert (Services/SagaCoordinator/Store/LineTable.swift)
INSERT INTO saga_line (
    order_id, position, line_id, ordered,
    pending, backordered, reserved, released, picked, packed, handed_over, delivered, lost,
    returned_to_sender, cancelled, return_requested, return_in_transit, return_received,
    restocked, quarantined, written_off, sent_back)
SELECT * FROM unnest(
    $1::uuid[], $2::int2[], $3::text[], $4::int4[],
    $5::int4[], $6::int4[], $7::int4[], $8::int4[], $9::int4[], $10::int4[], $11::int4[], $12::int4[],
    $13::int4[], $14::int4[], $15::int4[], $16::int4[], $17::int4[], $18::int4[], $19::int4[],
    $20::int4[], $21::int4[], $22::int4[])

-- statement: saga_line_update (Services/SagaCoordinator/Store/LineTable.swift)
UPDATE saga_line l SET
    pending = m.pending, backordered = m.backordered, reserved = m.reserved, released = m.released, picked =
    m.picked, packed = m.packed, handed_over = m.handed_over, delivered = m.delivered, lost =
    m.lost, returned_to_sender = m.returned_to_sender, cancelled = m.cancelled, return_requested
    = m.return_requested, return_in_transit = m.return_in_transit, return_received =
    m.return_received, restocked = m.restocked, quarantined = m.quarantined, written_off =
    m.written_off, sent_back = m.sent_back
FROM unnest(
    $1::uuid[], $2::int2[],
    $3::int4[], $4::int4[], $5::int4[], $6::int4[], $7::int4[], $8::int4[], $9::int4[], $10::int4[],
    $11::int4[], $12::int4[], $13::int4[], $14::int4[], $15::int4[], $16::int4[], $17::int4[],
    $18::int4[], $19::int4[], $20::int4[])
    AS m (
        order_id, position,
        pending, backordered, reserved, released, picked, packed, handed_over, delivered, lost,
        returned_to_sender, cancelled, return_requested, return_in_transit, return_received,
        restocked, quarantined, written_off, sent_back)
WHERE l.order_id = m.order_id AND l.position = m.position

-- statement: saga_line_delete (Services/SagaCoordinator/Store/LineTable.swift)
DELETE FROM saga_line WHERE order_id = ANY($1::uuid[])

-- statement: saga_log_select (Services/SagaCoordinator/Store/LogTable.swift)
SELECT order_id, seq, message_id, type, epoch, data::text, at, causation_id, actor, verdict, sent::text
FROM saga_log WHERE order_id = ANY($1::uuid[]) ORDER BY order_id, seq

-- statement: saga_log_insert (Services/SagaCoordinator/Store/LogTable.swift)
INSERT INTO saga_log (order_id, seq, message_id, type, epoch, data, at, causation_id, actor, verdict, sent)
SELECT order_id, seq, message_id, type, epoch, data::json, at, causation_id, actor, verdict, sent::json
FROM unnest($1::uuid[], $2::int8[], $3::uuid[], $4::text[], $5::int4[], $6::text[], $7::timestamptz[],
            $8::uuid[], $9::text[], $10::text[], $11::text[])
    AS m (order_id, seq, message_id, type, epoch, data, at, causation_id, actor, verdict, sent)

-- statement: saga_order_select (Services/SagaCoordinator/Store/OrderTable.swift)
SELECT order_id, document::text FROM saga_order WHERE order_id = ANY($1::uuid[])

-- statement: saga_order_upsert (Services/SagaCoordinator/Store/OrderTable.swift)
INSERT INTO saga_order (order_id, channel, shop, external_id, number, currency, total, placed_at, document)
SELECT order_id, channel, shop, external_id, number, currency, total, placed_at, document::json
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int8[],
            $8::timestamptz[], $9::text[])
    AS m (order_id, channel, shop, external_id, number, currency, total, placed_at, document)
ON CONFLICT (order_id) DO UPDATE SET number = excluded.number, currency = excluded.currency,
    total = excluded.total, placed_at = excluded.placed_at, document = excluded.document

-- statement: saga_select (Services/SagaCoordinator/Store/SagaTable.swift)
SELECT order_id, version, phase, plan, headline, authorised, captured, voided, refunded, timer_at, ending::text,
       early::text
FROM saga WHERE order_id = ANY($1::uuid[]) ORDER BY order_id FOR NO KEY UPDATE

-- statement: saga_look (Services/SagaCoordinator/Store/SagaTable.swift)
SELECT order_id, version, phase, plan, headline, authorised, captured, voided, refunded, timer_at, ending::text,
       early::text
FROM saga WHERE order_id = ANY($1::uuid[])

-- statement: saga_insert (Services/SagaCoordinator/Store/SagaTable.swift)
INSERT INTO saga (order_id, version, phase, plan, headline, is_on_hold, authorised, captured, voided, refunded,
                  deadline, timer_at, ending, early)
SELECT order_id, version, phase, plan, headline, is_on_hold, authorised, captured, voided, refunded, deadline,
       timer_at, ending::json, early::json
FROM unnest($1::uuid[], $2::int8[], $3::text[], $4::text[], $5::text[], $6::bool[], $7::int8[], $8::int8[],
            $9::int8[], $10::int8[], $11::timestamptz[], $12::timestamptz[], $13::text[], $14::text[])
    AS m (order_id, version, phase, plan, headline, is_on_hold, authorised, captured, voided, refunded,
          deadline, timer_at, ending, early)

-- statement: saga_update (Services/SagaCoordinator/Store/SagaTable.swift)
UPDATE saga s SET version = m.version, phase = m.phase, plan = m.plan, headline = m.headline,
    is_on_hold = m.is_on_hold, authorised = m.authorised, captured = m.captured, voided = m.voided,
    refunded = m.refunded, deadline = m.deadline, timer_at = m.timer_at, ending = m.ending::json,
    early = m.early::json, updated_at = now()
FROM unnest($1::uuid[], $2::int8[], $3::text[], $4::text[], $5::text[], $6::bool[], $7::int8[], $8::int8[],
            $9::int8[], $10::int8[], $11::timestamptz[], $12::timestamptz[], $13::text[], $14::text[])
    AS m (order_id, version, phase, plan, headline, is_on_hold, authorised, captured, voided, refunded,
          deadline, timer_at, ending, early)
WHERE s.order_id = m.order_id

-- statement: saga_step_select (Services/SagaCoordinator/Store/StepTable.swift)
SELECT order_id, step, unit, status, epoch, attempts, due_at, hold, reason::text, started_at, finished_at
FROM saga_step WHERE order_id = ANY($1::uuid[]) ORDER BY order_id, position

-- statement: saga_step_insert (Services/SagaCoordinator/Store/StepTable.swift)
INSERT INTO saga_step (order_id, position, step, unit, status, epoch, attempts, due_at, hold, reason,
                       started_at, finished_at)
SELECT order_id, position, step, unit, status, epoch, attempts, due_at, hold, reason::json,
       started_at, finished_at
FROM unnest($1::uuid[], $2::int2[], $3::text[], $4::uuid[], $5::text[], $6::int4[], $7::int4[],
            $8::timestamptz[], $9::text[], $10::text[], $11::timestamptz[], $12::timestamptz[])
    AS m (order_id, position, step, unit, status, epoch, attempts, due_at, hold, reason,
          started_at, finished_at)

-- statement: saga_step_update (Services/SagaCoordinator/Store/StepTable.swift)
UPDATE saga_step s SET status = m.status, epoch = m.epoch, attempts = m.attempts, due_at = m.due_at,
    hold = m.hold, reason = m.reason::json, finished_at = m.finished_at
FROM unnest($1::uuid[], $2::int2[], $3::text[], $4::int4[], $5::int4[], $6::timestamptz[], $7::text[],
            $8::text[], $9::timestamptz[])
    AS m (order_id, position, status, epoch, attempts, due_at, hold, reason, finished_at)
WHERE s.order_id = m.order_id AND s.position = m.position
