-- What payment of 4ff4255 asks its database. Made by deploy/record-statements.
-- migration: V0001_schema

-- statement: sandbox_find (Services/PaymentVerify/Gateways/SandboxLedger.swift)
UPDATE sandbox_provider SET calls = calls + 1 WHERE key = $1::text RETURNING answer

-- statement: sandbox_status (Services/PaymentVerify/Gateways/SandboxLedger.swift)
SELECT answer FROM sandbox_provider WHERE key = $1::text

-- statement: sandbox_authorisation (Services/PaymentVerify/Gateways/SandboxLedger.swift)
SELECT amount, token FROM sandbox_provider
WHERE kind = 'authorise' AND reference = $1::text AND is_done FOR UPDATE

-- statement: sandbox_moved (Services/PaymentVerify/Gateways/SandboxLedger.swift)
SELECT kind, sum(amount)::int8 FROM sandbox_provider
WHERE authorisation = $1::text AND is_done GROUP BY kind

-- statement: sandbox_write (Services/PaymentVerify/Gateways/SandboxLedger.swift)
INSERT INTO sandbox_provider (key, kind, authorisation, reference, token, amount, currency, is_done, answer)
VALUES ($1::text, $2::text, $3::text, $4::text, $5::text, $6::int8, $7::text, $8::bool, $9::jsonb)
ON CONFLICT (key) DO NOTHING

-- statement: fraud_rule_set_active (Services/PaymentVerify/Store/FraudSQL.swift)
SELECT version, rules FROM fraud_rule_set WHERE active_from <= now()
ORDER BY active_from DESC, version DESC LIMIT 1

-- statement: fraud_list_load (Services/PaymentVerify/Store/FraudSQL.swift)
SELECT kind, digest, effect, reason FROM fraud_list
WHERE digest = ANY($1::bytea[]) AND (expires_at IS NULL OR expires_at > now())

-- statement: payment_earlier_by_email (Services/PaymentVerify/Store/FraudSQL.swift)
SELECT m.digest, e.placed_at FROM unnest($1::bytea[], $2::timestamptz[]) AS m (digest, at)
JOIN LATERAL (
    SELECT p.placed_at FROM payment p
    WHERE p.email_digest = m.digest AND p.placed_at > m.at - interval '24 hours' AND p.placed_at <= m.at
    ORDER BY p.placed_at DESC LIMIT 500) e ON true

-- statement: payment_earlier_by_address (Services/PaymentVerify/Store/FraudSQL.swift)
SELECT m.digest, e.placed_at FROM unnest($1::bytea[], $2::timestamptz[]) AS m (digest, at)
JOIN LATERAL (
    SELECT p.placed_at FROM payment p
    WHERE p.address_digest = m.digest AND p.placed_at > m.at - interval '24 hours' AND p.placed_at <= m.at
    ORDER BY p.placed_at DESC LIMIT 500) e ON true

-- statement: fraud_decision_append (Services/PaymentVerify/Store/FraudSQL.swift)
INSERT INTO fraud_decision (payment_id, sequence, rule_set, inputs, score, findings, verdict, actor, reason)
SELECT * FROM unnest($1::uuid[], $2::int8[], $3::int8[], $4::jsonb[], $5::int8[], $6::jsonb[], $7::text[],
                     $8::text[], $9::text[])

-- statement: payment_load (Services/PaymentVerify/Store/PaymentSQL.swift)
SELECT id, order_id, state, version, custody, channel, shop, method, amount, currency, authorised,
    authorised_currency, captured, voided, refunded, reference, expires_at, placed_at, email_digest,
    address_digest, verdict, score, findings, hold, reason, undoing
FROM payment WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE

-- statement: payment_operation_load (Services/PaymentVerify/Store/PaymentSQL.swift)
SELECT payment_id, kind, ordinal, amount, state, reference, code, message FROM payment_operation
WHERE payment_id = ANY($1::uuid[])

-- statement: payment_question_load (Services/PaymentVerify/Store/PaymentSQL.swift)
SELECT payment_id, subject, command FROM payment_question WHERE payment_id = ANY($1::uuid[])

-- statement: payment_insert (Services/PaymentVerify/Store/PaymentSQL.swift)
INSERT INTO payment (id, order_id, state, version, custody, channel, shop, method, amount, currency, authorised,
    authorised_currency, captured, voided, refunded, reference, expires_at, placed_at, email_digest,
    address_digest, verdict, score, findings, hold, reason, undoing)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::int8[], $5::text[], $6::text[], $7::text[],
    $8::text[], $9::int8[], $10::text[], $11::int8[], $12::text[], $13::int8[], $14::int8[], $15::int8[],
    $16::text[], $17::timestamptz[], $18::timestamptz[], $19::bytea[], $20::bytea[], $21::text[], $22::int8[],
    $23::jsonb[], $24::text[], $25::jsonb[], $26::text[])

-- statement: payment_update (Services/PaymentVerify/Store/PaymentSQL.swift)
UPDATE payment p SET state = m.state, version = m.version, authorised = m.authorised,
    authorised_currency = m.authorised_currency, captured = m.captured, voided = m.voided,
    refunded = m.refunded, reference = m.reference, expires_at = m.expires_at, hold = m.hold,
    reason = m.reason, undoing = m.undoing, updated_at = now()
FROM unnest($1::uuid[], $2::text[], $3::int8[], $4::int8[], $5::text[], $6::int8[], $7::int8[], $8::int8[],
            $9::text[], $10::timestamptz[], $11::text[], $12::jsonb[], $13::text[])
    AS m (id, state, version, authorised, authorised_currency, captured, voided, refunded, reference,
          expires_at, hold, reason, undoing)
WHERE p.id = m.id

-- statement: payment_operation_save (Services/PaymentVerify/Store/PaymentSQL.swift)
INSERT INTO payment_operation (payment_id, kind, ordinal, amount, state, reference, code, message)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::int4[], $4::int8[], $5::text[], $6::text[], $7::text[],
                     $8::text[])
ON CONFLICT (payment_id, kind, ordinal) DO UPDATE SET state = excluded.state, reference = excluded.reference,
    code = excluded.code, message = excluded.message, updated_at = now()

-- statement: payment_question_save (Services/PaymentVerify/Store/PaymentSQL.swift)
INSERT INTO payment_question (payment_id, subject, command_id, command)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::jsonb[])
ON CONFLICT (payment_id, subject, command_id) DO NOTHING

-- statement: payment_question_delete (Services/PaymentVerify/Store/PaymentSQL.swift)
DELETE FROM payment_question q USING unnest($1::uuid[], $2::text[], $3::uuid[]) AS m (payment_id, subject, id)
WHERE q.payment_id = m.payment_id AND q.subject = m.subject AND q.command_id = m.id
