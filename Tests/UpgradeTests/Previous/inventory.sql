-- What inventory of 4ff4255 asks its database. Made by deploy/record-statements.
-- migration: V0001_schema

-- statement: article_load (Services/Inventory/Store/CatalogueSQL.swift)
SELECT sku, title, barcode, weight, length, width, height, safety_stock FROM article
WHERE sku = ANY(ARRAY(
    SELECT unnest($1::text[]) UNION SELECT a.sku FROM sku_alias a WHERE a.alias = ANY($1::text[])))

-- statement: sku_alias_load (Services/Inventory/Store/CatalogueSQL.swift)
SELECT alias, sku FROM sku_alias WHERE alias = ANY($1::text[])

-- statement: site_load (Services/Inventory/Store/CatalogueSQL.swift)
SELECT code, name, floor, address, latitude_e6, longitude_e6, is_open FROM site ORDER BY code

-- statement: site_lock (Services/Inventory/Store/CatalogueSQL.swift)
SELECT code, name, floor, address, latitude_e6, longitude_e6, is_open FROM site ORDER BY code
FOR NO KEY UPDATE

-- statement: shop_load (Services/Inventory/Store/CatalogueSQL.swift)
SELECT channel, shop, is_open, buffer, sequence, version FROM shop ORDER BY channel, shop

-- statement: shop_lock (Services/Inventory/Store/CatalogueSQL.swift)
SELECT channel, shop, is_open, buffer, sequence, version FROM shop ORDER BY channel, shop
FOR NO KEY UPDATE

-- statement: article_save (Services/Inventory/Store/CatalogueSQL.swift)
INSERT INTO article (sku, title, barcode, weight, length, width, height, safety_stock)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::int8[], $5::int8[], $6::int8[], $7::int8[],
                     $8::int8[])
ON CONFLICT (sku) DO UPDATE SET title = excluded.title, barcode = excluded.barcode, weight = excluded.weight,
    length = excluded.length, width = excluded.width, height = excluded.height,
    safety_stock = excluded.safety_stock, updated_at = now()

-- statement: sku_alias_save (Services/Inventory/Store/CatalogueSQL.swift)
INSERT INTO sku_alias (alias, sku) SELECT * FROM unnest($1::text[], $2::text[])
ON CONFLICT (alias) DO NOTHING

-- statement: site_save (Services/Inventory/Store/CatalogueSQL.swift)
INSERT INTO site (code, name, floor, address, country, latitude_e6, longitude_e6, is_open)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::jsonb[], $5::text[], $6::int8[], $7::int8[],
                     $8::bool[])
ON CONFLICT (code) DO UPDATE SET name = excluded.name, floor = excluded.floor, address = excluded.address,
    country = excluded.country, latitude_e6 = excluded.latitude_e6, longitude_e6 = excluded.longitude_e6,
    is_open = excluded.is_open, updated_at = now()

-- statement: bin_save (Services/Inventory/Store/CatalogueSQL.swift)
INSERT INTO bin (sku, site, code) SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
ON CONFLICT (sku, site) DO UPDATE SET code = excluded.code

-- statement: shop_save (Services/Inventory/Store/CatalogueSQL.swift)
INSERT INTO shop (channel, shop, is_open, buffer, sequence, version)
SELECT * FROM unnest($1::text[], $2::text[], $3::bool[], $4::int8[], $5::int8[], $6::int8[])
ON CONFLICT (channel, shop) DO UPDATE SET is_open = excluded.is_open, buffer = excluded.buffer,
    sequence = excluded.sequence, version = excluded.version

-- statement: reservation_load (Services/Inventory/Store/ReservationSQL.swift)
SELECT id, order_id, state, version, explanation, reason, parcels FROM reservation
WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE

-- statement: reservation_line_load (Services/Inventory/Store/ReservationSQL.swift)
SELECT reservation_id, line_id, sku, site, quantity, consumed, released FROM reservation_line
WHERE reservation_id = ANY($1::uuid[]) ORDER BY reservation_id, position

-- statement: reservation_waiting_load (Services/Inventory/Store/ReservationSQL.swift)
SELECT reservation_id, order_id, request, command, unknown, attempts FROM reservation_waiting
WHERE reservation_id = ANY($1::uuid[])

-- statement: reservation_awaiting_load (Services/Inventory/Store/ReservationSQL.swift)
SELECT reservation_id, order_id, request, command, unknown, attempts FROM reservation_waiting
WHERE unknown && $1::text[]

-- statement: reservation_insert (Services/Inventory/Store/ReservationSQL.swift)
INSERT INTO reservation (id, order_id, state, version, explanation, reason, parcels)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::int8[], $5::jsonb[], $6::text[], $7::jsonb[])

-- statement: reservation_update (Services/Inventory/Store/ReservationSQL.swift)
UPDATE reservation r SET state = m.state, version = m.version, explanation = m.explanation,
    reason = m.reason, parcels = m.parcels, updated_at = now()
FROM unnest($1::uuid[], $2::text[], $3::int8[], $4::jsonb[], $5::text[], $6::jsonb[])
    AS m (id, state, version, explanation, reason, parcels)
WHERE r.id = m.id

-- statement: reservation_line_save (Services/Inventory/Store/ReservationSQL.swift)
INSERT INTO reservation_line (reservation_id, line_id, site, sku, position, quantity, consumed, released)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::int2[], $6::int8[], $7::int8[],
                     $8::int8[])
ON CONFLICT (reservation_id, line_id, site)
DO UPDATE SET consumed = excluded.consumed, released = excluded.released

-- statement: reservation_waiting_save (Services/Inventory/Store/ReservationSQL.swift)
INSERT INTO reservation_waiting (reservation_id, order_id, request, command, unknown, attempts)
SELECT id, order_id, request, command, ARRAY(SELECT jsonb_array_elements_text(unknown)), attempts
FROM unnest($1::uuid[], $2::uuid[], $3::jsonb[], $4::jsonb[], $5::jsonb[], $6::int4[])
    AS m (id, order_id, request, command, unknown, attempts)
ON CONFLICT (reservation_id) DO UPDATE
SET request = excluded.request, command = excluded.command, unknown = excluded.unknown,
    attempts = excluded.attempts

-- statement: reservation_waiting_delete (Services/Inventory/Store/ReservationSQL.swift)
DELETE FROM reservation_waiting WHERE reservation_id = ANY($1::uuid[])

-- statement: stock_balance_load (Services/Inventory/Store/StockSQL.swift)
SELECT b.sku, b.site, b.on_hand, b.reserved, b.safety, b.version, b.is_announced, n.code
FROM stock_balance b LEFT JOIN bin n ON n.sku = b.sku AND n.site = b.site
WHERE b.sku = ANY(ARRAY(
    SELECT unnest($1::text[])
    UNION SELECT a.sku FROM sku_alias a WHERE a.alias = ANY($1::text[])
    UNION SELECT l.sku FROM reservation_line l WHERE l.reservation_id = ANY($2::uuid[])))
ORDER BY b.sku, b.site FOR NO KEY UPDATE OF b

-- statement: stock_balance_insert (Services/Inventory/Store/StockSQL.swift)
INSERT INTO stock_balance (sku, site, on_hand, reserved, safety, version, is_announced)
SELECT * FROM unnest($1::text[], $2::text[], $3::int8[], $4::int8[], $5::int8[], $6::int8[], $7::bool[])

-- statement: stock_balance_update (Services/Inventory/Store/StockSQL.swift)
WITH changed AS (
    UPDATE stock_balance b SET on_hand = b.on_hand + m.on_hand, reserved = b.reserved + m.reserved,
        safety = m.safety, version = m.version, is_announced = m.is_announced, updated_at = now()
    FROM unnest($1::text[], $2::text[], $3::int8[], $4::int8[], $5::int8[], $6::int8[], $7::int8[], $8::int8[],
                $9::bool[])
        AS m (sku, site, on_hand, reserved, withheld, safety, loaded_version, version, is_announced)
    WHERE b.sku = m.sku AND b.site = m.site AND b.version = m.loaded_version
        AND (m.reserved <= 0 OR b.on_hand + m.on_hand - m.withheld >= b.reserved + m.reserved)
    RETURNING 1)
SELECT require_rows(count(*), $10::int8) FROM changed

-- statement: stock_movement_append (Services/Inventory/Store/StockSQL.swift)
INSERT INTO stock_movement (sku, site, kind, on_hand, reserved, reference, order_id, message_id, actor)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::int8[], $5::int8[], $6::text[], $7::uuid[],
                     $8::uuid[], $9::text[])

-- statement: stock_level_page (Services/Inventory/Store/StockSQL.swift)
SELECT b.sku, sum(CASE WHEN s.is_open THEN greatest(0, b.on_hand - b.reserved - b.safety) ELSE 0 END)::int8,
    sum(b.version)::int8
FROM stock_balance b JOIN site s ON s.code = b.site
WHERE b.sku > $1::text GROUP BY b.sku ORDER BY b.sku LIMIT $2::int8
