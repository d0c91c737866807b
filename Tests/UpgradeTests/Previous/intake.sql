-- What intake of 4ff4255 asks its database. Made by deploy/record-statements.
-- migration: V0001_intake

-- statement: intake_order_lock (Services/OrderIntake/Store/IntakeOrderTable.swift)
SELECT content, content_hash, recorded_reason, is_announced, channel_updated_at, version
FROM intake_order o
JOIN unnest($1::text[], $2::text[], $3::text[]) AS k (channel, shop, external_id)
    USING (channel, shop, external_id)
ORDER BY channel, shop, external_id FOR NO KEY UPDATE OF o

-- statement: intake_order_insert (Services/OrderIntake/Store/IntakeOrderTable.swift)
INSERT INTO intake_order (channel, shop, external_id, id, content, content_hash, recorded_reason, is_announced,
                          channel_updated_at, currency, total, payment_state, version)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $5::jsonb[], $6::bytea[], $7::text[],
                     $8::bool[], $9::timestamptz[], $10::text[], $11::int8[], $12::text[], $13::int8[])

-- statement: intake_order_update (Services/OrderIntake/Store/IntakeOrderTable.swift)
UPDATE intake_order o SET content = m.content, content_hash = m.content_hash,
    recorded_reason = m.recorded_reason, is_announced = m.is_announced,
    channel_updated_at = m.channel_updated_at, currency = m.currency, total = m.total,
    payment_state = m.payment_state, version = m.version, updated_at = now()
FROM unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $5::jsonb[], $6::bytea[], $7::text[], $8::bool[],
            $9::timestamptz[], $10::text[], $11::int8[], $12::text[], $13::int8[])
    AS m (channel, shop, external_id, id, content, content_hash, recorded_reason, is_announced,
          channel_updated_at, currency, total, payment_state, version)
WHERE o.channel = m.channel AND o.shop = m.shop AND o.external_id = m.external_id

-- statement: order_change_insert (Services/OrderIntake/Store/OrderChangeTable.swift)
INSERT INTO order_change (order_id, message_id, version, kind, paths, channel_updated_at)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int8[], $4::text[], $5::jsonb[], $6::timestamptz[])
ON CONFLICT DO NOTHING

-- statement: raw_body_insert (Services/OrderIntake/Store/RawBodyTable.swift)
INSERT INTO raw_body (message_id, channel, shop, topic, external_id, outcome, body)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[])
ON CONFLICT DO NOTHING

-- statement: raw_body_purge (Services/OrderIntake/Store/RawBodyTable.swift)
DELETE FROM raw_body WHERE message_id IN (
    SELECT message_id FROM raw_body WHERE received_at < now() - $1::int8 * interval '1 microsecond'
    ORDER BY received_at LIMIT 1000)

-- statement: shop_select (Services/OrderIntake/Store/ShopTable.swift)
SELECT channel, shop, is_open, webhook_secrets, stock_buffer, currency, payment_method, version
FROM shop JOIN unnest($1::text[], $2::text[]) AS k (channel, shop) USING (channel, shop)

-- statement: shop_lock (Services/OrderIntake/Store/ShopTable.swift)
SELECT channel, shop, is_open, webhook_secrets, stock_buffer, currency, payment_method, version
FROM shop s JOIN unnest($1::text[], $2::text[]) AS k (channel, shop) USING (channel, shop)
ORDER BY channel, shop FOR NO KEY UPDATE OF s

-- statement: shop_insert (Services/OrderIntake/Store/ShopTable.swift)
INSERT INTO shop (channel, shop, is_open, webhook_secrets, stock_buffer, currency, payment_method, version)
SELECT channel, shop, is_open, ARRAY(SELECT jsonb_array_elements_text(secrets)), stock_buffer, currency,
       payment_method, version
FROM unnest($1::text[], $2::text[], $3::bool[], $4::jsonb[], $5::int4[], $6::text[], $7::text[], $8::int8[])
    AS m (channel, shop, is_open, secrets, stock_buffer, currency, payment_method, version)

-- statement: shop_update (Services/OrderIntake/Store/ShopTable.swift)
UPDATE shop s SET is_open = m.is_open, webhook_secrets = ARRAY(SELECT jsonb_array_elements_text(m.secrets)),
    stock_buffer = m.stock_buffer, currency = m.currency, payment_method = m.payment_method,
    version = m.version, updated_at = now()
FROM unnest($1::text[], $2::text[], $3::bool[], $4::jsonb[], $5::int4[], $6::text[], $7::text[], $8::int8[])
    AS m (channel, shop, is_open, secrets, stock_buffer, currency, payment_method, version)
WHERE s.channel = m.channel AND s.shop = m.shop

-- statement: shop_secrets (Services/OrderIntake/Store/ShopTable.swift)
SELECT webhook_secrets FROM shop WHERE channel = $1::text AND shop = $2::text AND is_open
