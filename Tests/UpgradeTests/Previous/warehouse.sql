-- What warehouse of 4ff4255 asks its database. Made by deploy/record-statements.
-- migration: V0001_warehouse

-- statement: next_tasks (Services/Warehouse/Store/FulfilmentOrderTable.swift)
SELECT id FROM fulfilment_order
WHERE floor = 'manual' AND site = $1::text AND state IN ('released', 'picking', 'picked')
  AND (worker IS NULL OR worker = $2::text)
ORDER BY (worker IS NULL), is_express DESC, created_at LIMIT 1
FOR NO KEY UPDATE SKIP LOCKED

-- statement: fulfilment_order_select (Services/Warehouse/Store/FulfilmentOrderTable.swift)
SELECT id, order_id, reservation_id, number, site, floor, is_express, state, worker, command, parcel,
       tracking, version
FROM fulfilment_order WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE

-- statement: fulfilment_line_select (Services/Warehouse/Store/FulfilmentOrderTable.swift)
SELECT fulfilment_order_id, line_id, bin, sku, title, barcode, unit_weight, unit_length, unit_width,
       unit_height, quantity, picked, packed
FROM fulfilment_line WHERE fulfilment_order_id = ANY($1::uuid[]) ORDER BY fulfilment_order_id, bin, line_id

-- statement: fulfilment_order_insert (Services/Warehouse/Store/FulfilmentOrderTable.swift)
INSERT INTO fulfilment_order (id, order_id, reservation_id, number, site, floor, is_express, state, worker,
                              command, parcel, tracking, version)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::bool[],
                     $8::text[], $9::text[], $10::jsonb[], $11::jsonb[], $12::jsonb[], $13::int8[])

-- statement: fulfilment_order_update (Services/Warehouse/Store/FulfilmentOrderTable.swift)
UPDATE fulfilment_order o SET state = m.state, worker = m.worker, parcel = m.parcel,
    tracking = m.tracking, version = m.version, updated_at = now()
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::jsonb[], $5::jsonb[], $6::int8[])
    AS m (id, state, worker, parcel, tracking, version)
WHERE o.id = m.id

-- statement: fulfilment_line_insert (Services/Warehouse/Store/FulfilmentOrderTable.swift)
INSERT INTO fulfilment_line (fulfilment_order_id, line_id, bin, sku, title, barcode, unit_weight, unit_length,
                             unit_width, unit_height, quantity, picked, packed)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int4[],
                     $8::int4[], $9::int4[], $10::int4[], $11::int4[], $12::int4[], $13::int4[])

-- statement: fulfilment_line_update (Services/Warehouse/Store/FulfilmentOrderTable.swift)
UPDATE fulfilment_line l SET picked = m.picked, packed = m.packed
FROM unnest($1::uuid[], $2::text[], $3::int4[], $4::int4[]) AS m (fulfilment_order_id, line_id, picked, packed)
WHERE l.fulfilment_order_id = m.fulfilment_order_id AND l.line_id = m.line_id
  AND (l.picked, l.packed) IS DISTINCT FROM (m.picked, m.packed)

-- statement: scan_select (Services/Warehouse/Store/ScanTable.swift)
SELECT id, fulfilment_order_id, worker, action, bin, barcode, quantity, refusal
FROM scan WHERE id = ANY($1::text[])

-- statement: scan_insert (Services/Warehouse/Store/ScanTable.swift)
INSERT INTO scan (id, fulfilment_order_id, worker, action, bin, barcode, quantity, refusal)
SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int4[],
                     $8::text[])
