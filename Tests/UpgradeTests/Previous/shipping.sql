-- What shipping of 4ff4255 asks its database. Made by deploy/record-statements.
-- migration: V0001_shipping

-- statement: sandbox_carrier_enter (Services/Shipping/Gateways/SandboxCarrier.swift)
INSERT INTO sandbox_carrier_ledger (key, operation, tracking_number) VALUES ($1::text, $2::text, $3::text)
ON CONFLICT (key) DO UPDATE SET asked = sandbox_carrier_ledger.asked + 1

-- statement: sandbox_carrier_find (Services/Shipping/Gateways/SandboxCarrier.swift)
SELECT tracking_number FROM sandbox_carrier_ledger WHERE key = $1::text

-- statement: carrier_scan_select (Services/Shipping/Store/CarrierScanTable.swift)
SELECT parcel_id, at, status FROM carrier_scan WHERE parcel_id = ANY($1::uuid[])

-- statement: carrier_scan_insert (Services/Shipping/Store/CarrierScanTable.swift)
INSERT INTO carrier_scan (parcel_id, at, status, place, counted)
SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::bool[])
ON CONFLICT DO NOTHING

-- statement: parcel_select (Services/Shipping/Store/ParcelTable.swift)
SELECT id, order_id, state, command, request, tracking, label, cost, cost_currency, status, scanned_at,
       handed_over_at, polls, version
FROM parcel WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE

-- statement: parcel_insert (Services/Shipping/Store/ParcelTable.swift)
INSERT INTO parcel (id, order_id, state, command, request, tracking, label, cost, cost_currency, status,
                    scanned_at, handed_over_at, polls, version)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[], $5::jsonb[], $6::jsonb[], $7::text[],
                     $8::int8[], $9::text[], $10::text[], $11::timestamptz[], $12::timestamptz[], $13::int4[],
                     $14::int8[])

-- statement: parcel_update (Services/Shipping/Store/ParcelTable.swift)
UPDATE parcel p SET state = m.state, command = m.command, request = m.request, tracking = m.tracking,
    label = m.label, cost = m.cost, cost_currency = m.cost_currency, status = m.status,
    scanned_at = m.scanned_at, handed_over_at = m.handed_over_at, polls = m.polls, version = m.version,
    updated_at = now()
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[], $5::jsonb[], $6::jsonb[], $7::text[], $8::int8[],
            $9::text[], $10::text[], $11::timestamptz[], $12::timestamptz[], $13::int4[], $14::int8[])
    AS m (id, order_id, state, command, request, tracking, label, cost, cost_currency, status, scanned_at,
          handed_over_at, polls, version)
WHERE p.id = m.id
