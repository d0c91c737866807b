-- What returns of 4ff4255 asks its database. Made by deploy/record-statements.
-- migration: V0001_returns

-- statement: delivered_order_select (Services/Returns/Store/DeliveredOrderTable.swift)
SELECT order_id, summary, as_of, version FROM delivered_order WHERE order_id = ANY($1::uuid[])
ORDER BY order_id FOR NO KEY UPDATE

-- statement: delivered_order_insert (Services/Returns/Store/DeliveredOrderTable.swift)
INSERT INTO delivered_order (order_id, channel, shop, external_id, number, summary, as_of, version)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[],
                     $7::timestamptz[], $8::int8[])

-- statement: delivered_order_update (Services/Returns/Store/DeliveredOrderTable.swift)
UPDATE delivered_order o SET channel = m.channel, shop = m.shop, external_id = m.external_id,
    number = m.number, summary = m.summary, as_of = m.as_of, version = m.version, updated_at = now()
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::timestamptz[],
            $8::int8[]) AS m (order_id, channel, shop, external_id, number, summary, as_of, version)
WHERE o.order_id = m.order_id

-- statement: return_policy_select (Services/Returns/Store/ReturnPolicyTable.swift)
SELECT version, effective_from, window_days FROM return_policy ORDER BY version

-- statement: returnable_line_select (Services/Returns/Store/ReturnableLineTable.swift)
SELECT parcel_id, line_id, order_id, sku, delivered_quantity, returned_quantity, delivered_at,
       returnable_until, policy_version, version
FROM returnable_line WHERE parcel_id = ANY($1::uuid[]) ORDER BY parcel_id, line_id FOR NO KEY UPDATE

-- statement: returnable_line_insert (Services/Returns/Store/ReturnableLineTable.swift)
INSERT INTO returnable_line (parcel_id, line_id, order_id, sku, delivered_quantity, returned_quantity,
                             delivered_at, returnable_until, policy_version, version)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::int4[], $6::int4[],
                     $7::timestamptz[], $8::timestamptz[], $9::int4[], $10::int8[])

-- statement: returnable_line_update (Services/Returns/Store/ReturnableLineTable.swift)
UPDATE returnable_line l SET returned_quantity = m.returned_quantity, version = m.version, updated_at = now()
FROM unnest($1::uuid[], $2::text[], $3::int4[], $4::int8[])
    AS m (parcel_id, line_id, returned_quantity, version)
WHERE l.parcel_id = m.parcel_id AND l.line_id = m.line_id
