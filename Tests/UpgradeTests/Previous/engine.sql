-- What engine of 4ff4255 asks its database. Made by deploy/record-statements.
-- migration: E0001_engine
-- migration: E0002_operations

-- statement: engine_gauges (Shared/Messaging/Operations/EngineGauges.swift)
SELECT (SELECT count(*) FROM inbox WHERE state = 2)::float8,
       (SELECT count(*) FROM inbox WHERE state = 1)::float8,
       (SELECT count(*) FROM effect WHERE state = 4)::float8,
       (SELECT count(*) FROM effect WHERE state IN (0, 1))::float8,
       o.rows, o.oldest, o.returned,
       (SELECT coalesce(greatest(0, extract(epoch FROM now() - min(due_at))), 0) FROM timer)::float8
FROM (SELECT count(*)::float8 AS rows,
             coalesce(greatest(0, extract(epoch FROM now() - min(created_at) FILTER (WHERE returned IS NULL))),
                      0)::float8 AS oldest,
             count(*) FILTER (WHERE returned IS NOT NULL)::float8 AS returned
      FROM outbox) o

-- statement: purge_inbox (Shared/Messaging/Operations/PurgeStore.swift)
WITH page AS MATERIALIZED (
    SELECT order_id, id, state, received_at FROM inbox
    WHERE (order_id, id) > ($1::uuid, $2::uuid) AND order_id < $3::uuid
    ORDER BY order_id, id LIMIT $5::int8
), over AS MATERIALIZED (
    SELECT o.order_id FROM (SELECT DISTINCT order_id FROM page) o
    WHERE o.order_id = '00000000-0000-0000-0000-000000000000'
       OR (NOT EXISTS (SELECT FROM inbox i WHERE i.order_id = o.order_id AND (i.state IN (1, 2)
               OR i.received_at >= now() - $4::int8 * interval '1 microsecond'))
           AND NOT EXISTS (SELECT FROM effect e WHERE e.state IN (0, 1) AND e.order_id = o.order_id)
           AND NOT EXISTS (SELECT FROM effect e WHERE e.state = 4 AND e.order_id = o.order_id)
           AND NOT EXISTS (SELECT FROM timer t WHERE t.order_id = o.order_id))
), gone AS (
    DELETE FROM inbox i USING page p, over o
    WHERE i.order_id = p.order_id AND i.id = p.id AND o.order_id = p.order_id AND i.state IN (0, 3)
      AND i.received_at < now() - $4::int8 * interval '1 microsecond'
    RETURNING i.id
), unanswered AS (
    DELETE FROM reply r USING gone g WHERE r.command_id = g.id
)
SELECT order_id, id FROM page ORDER BY order_id DESC, id DESC LIMIT 1

-- statement: purge_effect (Shared/Messaging/Operations/PurgeStore.swift)
WITH page AS MATERIALIZED (
    SELECT key, order_id, state, coalesce(finished_at, created_at) AS ended_at FROM effect
    WHERE key > $1::text ORDER BY key LIMIT $3::int8
), gone AS (
    DELETE FROM effect e USING page p
    WHERE e.key = p.key AND e.state IN (2, 3, 5) AND p.ended_at < now() - $2::int8 * interval '1 microsecond'
      AND (p.order_id = '00000000-0000-0000-0000-000000000000'
           OR NOT EXISTS (SELECT FROM inbox i WHERE i.order_id = p.order_id))
)
SELECT key FROM page ORDER BY key DESC LIMIT 1

-- statement: purge_now (Shared/Messaging/Operations/PurgeStore.swift)
SELECT now()

-- statement: effect_insert (Shared/Messaging/Store/EffectStore.swift)
INSERT INTO effect (key, id, kind, order_id, state, slot, attempts, request, command)
SELECT key, id, kind, order_id, CASE WHEN slot IS NULL THEN 0 ELSE 1 END, slot,
       CASE WHEN slot IS NULL THEN 0 ELSE 1 END, request, command
FROM unnest($1::text[], $2::uuid[], $3::text[], $4::uuid[], $5::int4[], $6::bytea[], $7::bytea[])
    AS m (key, id, kind, order_id, slot, request, command)
ON CONFLICT DO NOTHING
RETURNING key

-- statement: effect_finish (Shared/Messaging/Store/EffectStore.swift)
UPDATE effect e SET state = m.state, answer = m.answer, reason = m.reason, finished_at = now(), slot = NULL
FROM unnest($1::text[], $2::int2[], $3::bytea[], $4::text[]) AS m (key, state, answer, reason)
WHERE e.key = m.key AND e.state IN (0, 1)
RETURNING e.id

-- statement: effect_claim (Shared/Messaging/Store/EffectStore.swift)
UPDATE effect e SET state = 1, slot = $1::int4, attempts = e.attempts + 1
FROM (SELECT key FROM effect WHERE state = 0 AND next_at <= now() AND kind = ANY($3::text[])
      ORDER BY next_at LIMIT $2
      FOR NO KEY UPDATE SKIP LOCKED) d
WHERE e.key = d.key
RETURNING e.key, e.id, e.kind, e.attempts, e.request, e.command

-- statement: effect_reopen (Shared/Messaging/Store/EffectStore.swift)
UPDATE effect SET state = CASE WHEN $2::int8 IS NULL THEN 4 ELSE 0 END, slot = NULL, reason = $3::text,
    next_at = now() + coalesce($2::int8, 0) * interval '1 microsecond'
WHERE key = $1::text AND state = 1 AND attempts = $4::int2

-- statement: effect_orphan (Shared/Messaging/Store/EffectStore.swift)
UPDATE effect SET state = 0, slot = NULL, next_at = now() WHERE state = 1 AND slot = $1::int4

-- statement: effect_retry_parked (Shared/Messaging/Store/EffectStore.swift)
UPDATE effect SET state = 0, next_at = now(), attempts = 1, actor = $2
WHERE state = 4 AND (id = ANY($1::uuid[]) OR cardinality($1::uuid[]) = 0)

-- statement: effect_discard_parked (Shared/Messaging/Store/EffectStore.swift)
UPDATE effect SET state = 5, reason = coalesce(reason, '') || ' | discarded: ' || $2, actor = $3, finished_at = now()
WHERE state = 4 AND id = ANY($1::uuid[])

-- statement: database_time (Shared/Messaging/Store/InboxStore.swift)
SELECT now()

-- statement: inbox_insert (Shared/Messaging/Store/InboxStore.swift)
INSERT INTO inbox (order_id, id, hash, type, source, causation_id, sent_at, routing_key, user_id)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::text[], $5::text[], $6::uuid[],
                     $7::timestamptz[], $8::text[], $9::text[])
ON CONFLICT DO NOTHING
RETURNING id

-- statement: inbox_seen (Shared/Messaging/Store/InboxStore.swift)
SELECT i.id, i.hash, i.state FROM inbox i
JOIN unnest($1::uuid[], $2::uuid[]) AS m (order_id, id) ON i.order_id = m.order_id AND i.id = m.id

-- statement: inbox_lock_retrying (Shared/Messaging/Store/InboxStore.swift)
SELECT i.id FROM inbox i
JOIN unnest($1::uuid[], $2::uuid[]) AS m (order_id, id) ON i.order_id = m.order_id AND i.id = m.id
WHERE i.state = 1 ORDER BY i.order_id, i.id FOR NO KEY UPDATE OF i

-- statement: inbox_mark_applied (Shared/Messaging/Store/InboxStore.swift)
UPDATE inbox i SET state = 0, next_at = NULL, envelope = NULL, received_at = now()
FROM unnest($1::uuid[], $2::uuid[]) AS m (order_id, id) WHERE i.order_id = m.order_id AND i.id = m.id

-- statement: inbox_keep (Shared/Messaging/Store/InboxStore.swift)
UPDATE inbox i SET state = CASE WHEN m.delay IS NULL THEN 2 ELSE 1 END, attempts = m.attempts,
    next_at = now() + m.delay * interval '1 microsecond', reason = m.reason, envelope = m.envelope
FROM unnest($1::uuid[], $2::uuid[], $3::int8[], $4::int2[], $5::text[], $6::bytea[])
    AS m (order_id, id, delay, attempts, reason, envelope)
WHERE i.order_id = m.order_id AND i.id = m.id

-- statement: inbox_park (Shared/Messaging/Store/InboxStore.swift)
INSERT INTO inbox (order_id, id, hash, type, source, sent_at, routing_key, user_id, state, reason, envelope)
SELECT order_id, id, hash, type, source, now(), routing_key, user_id, 2, reason, envelope
FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
            $9::bytea[]) AS m (order_id, id, hash, type, source, routing_key, user_id, reason, envelope)
ON CONFLICT DO NOTHING

-- statement: inbox_claim_retries (Shared/Messaging/Store/InboxStore.swift)
UPDATE inbox i SET attempts = i.attempts + 1, next_at = now() + interval '60 seconds'
FROM (SELECT order_id, id FROM inbox WHERE state = 1 AND next_at <= now()
      ORDER BY next_at LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED) d
WHERE i.order_id = d.order_id AND i.id = d.id
RETURNING i.envelope, i.attempts, i.routing_key, i.user_id

-- statement: inbox_retry_parked (Shared/Messaging/Store/InboxStore.swift)
UPDATE inbox SET state = 1, attempts = 0, next_at = now(), actor = $3
WHERE state = 2 AND (id = ANY($1::uuid[]) OR (cardinality($1::uuid[]) = 0 AND ($2::text IS NULL OR type = $2)))

-- statement: inbox_discard_parked (Shared/Messaging/Store/InboxStore.swift)
UPDATE inbox SET state = 3, reason = coalesce(reason, '') || ' | discarded: ' || $2, actor = $3
WHERE state = 2 AND id = ANY($1::uuid[])

-- statement: job_try_lock (Shared/Messaging/Store/JobStore.swift)
SELECT pg_try_advisory_xact_lock(hashtext(current_schema()::text || '/job'), hashtext($1::text))

-- statement: job_begin (Shared/Messaging/Store/JobStore.swift)
INSERT INTO job AS j (name, begun_at) VALUES ($1::text, now())
ON CONFLICT (name) DO UPDATE SET begun_at = now()
WHERE j.begun_at <= now() - $2::int8 * interval '1 microsecond'
RETURNING name

-- statement: outbox_insert (Shared/Messaging/Store/OutboxStore.swift)
INSERT INTO outbox (id, exchange, routing_key, envelope)
SELECT * FROM unnest($1::int8[], $2::text[], $3::text[], $4::bytea[])

-- statement: outbox_delete (Shared/Messaging/Store/OutboxStore.swift)
DELETE FROM outbox WHERE id = ANY($1::int8[])

-- statement: outbox_mark_returned (Shared/Messaging/Store/OutboxStore.swift)
UPDATE outbox o SET returned = m.reason FROM unnest($1::int8[], $2::text[]) AS m (id, reason) WHERE o.id = m.id

-- statement: outbox_retry_returned (Shared/Messaging/Store/OutboxStore.swift)
UPDATE outbox SET returned = NULL WHERE returned IS NOT NULL

-- statement: slot_next (Shared/Messaging/Store/OutboxStore.swift)
SELECT nextval('slot')::int4

-- statement: slot_lock (Shared/Messaging/Store/OutboxStore.swift)
SELECT pg_advisory_lock(hashtext(current_schema()::text), $1::int4)

-- statement: slot_try_lock (Shared/Messaging/Store/OutboxStore.swift)
SELECT pg_try_advisory_lock(hashtext(current_schema()::text), $1::int4)

-- statement: slot_unlock (Shared/Messaging/Store/OutboxStore.swift)
SELECT pg_advisory_unlock(hashtext(current_schema()::text), $1::int4)

-- statement: slots_in_use (Shared/Messaging/Store/OutboxStore.swift)
SELECT DISTINCT (id >> 32)::int4 FROM outbox WHERE returned IS NULL
UNION SELECT slot FROM effect WHERE state = 1

-- statement: outbox_of_slot (Shared/Messaging/Store/OutboxStore.swift)
SELECT id, exchange, routing_key, envelope FROM outbox
WHERE id >= $1::int8 AND id < $2::int8 AND returned IS NULL ORDER BY id LIMIT 1000

-- statement: outbox_overdue (Shared/Messaging/Store/OutboxStore.swift)
SELECT id, exchange, routing_key, envelope FROM outbox
WHERE created_at < now() - interval '30 seconds' AND returned IS NULL ORDER BY id LIMIT 500

-- statement: outbox_is_held (Shared/Messaging/Store/OutboxStore.swift)
SELECT EXISTS (SELECT FROM outbox_hold WHERE until > now())

-- statement: reply_insert (Shared/Messaging/Store/OutboxStore.swift)
INSERT INTO reply (command_id, message_id, exchange, routing_key, envelope)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::bytea[]) ON CONFLICT DO NOTHING

-- statement: reply_to (Shared/Messaging/Store/OutboxStore.swift)
SELECT exchange, routing_key, envelope FROM reply WHERE command_id = ANY($1::uuid[])
ORDER BY command_id, created_at, message_id

-- statement: timer_set (Shared/Messaging/Store/TimerStore.swift)
INSERT INTO timer (key, id, due_at, envelope, order_id)
SELECT key, id, now() + delay * interval '1 microsecond', envelope, order_id
FROM unnest($1::text[], $2::uuid[], $3::int8[], $4::bytea[], $5::uuid[])
    AS m (key, id, delay, envelope, order_id)
ON CONFLICT (key) DO UPDATE
SET id = excluded.id, due_at = excluded.due_at, envelope = excluded.envelope, order_id = excluded.order_id

-- statement: timer_cancel (Shared/Messaging/Store/TimerStore.swift)
DELETE FROM timer WHERE key = ANY($1::text[])

-- statement: timer_due (Shared/Messaging/Store/TimerStore.swift)
SELECT key, envelope FROM timer WHERE due_at <= least(now(), $1::timestamptz) ORDER BY due_at LIMIT 500

-- statement: timer_take (Shared/Messaging/Store/TimerStore.swift)
DELETE FROM timer t USING unnest($1::text[], $2::uuid[]) AS m (key, id) WHERE t.key = m.key AND t.id = m.id
RETURNING t.id
