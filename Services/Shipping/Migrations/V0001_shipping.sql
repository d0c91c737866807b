-- One row per parcel that a label was asked for.
CREATE TABLE parcel (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL,
    state text NOT NULL
        CHECK (state IN ('label_requested', 'labelled', 'refused', 'void_requested', 'void', 'handed_over', 'delivered')),
    command jsonb NOT NULL,                 -- the command that asked for the label, or for the void, to be replied to
    request jsonb,                          -- the whole label request; NULL for a void that came first
    tracking jsonb,
    label text,                             -- ZPL
    cost bigint CHECK (cost >= 0),          -- minor units of cost_currency
    cost_currency text,
    status text,                            -- the newest scan that counts
    scanned_at timestamptz,
    handed_over_at timestamptz,
    polls integer NOT NULL DEFAULT 0,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CHECK (state NOT IN ('labelled', 'handed_over', 'delivered') OR (tracking IS NOT NULL AND request IS NOT NULL))
) WITH (fillfactor = 75);
CREATE INDEX parcel_of_order ON parcel (order_id);

-- Every scan that a carrier reported, also those that came too late to count.
CREATE TABLE carrier_scan (
    parcel_id uuid NOT NULL REFERENCES parcel ON DELETE CASCADE,
    at timestamptz NOT NULL,
    status text NOT NULL,
    place text,
    counted boolean NOT NULL,
    PRIMARY KEY (parcel_id, at, status)
);

-- The sandbox carrier's own books, written on a connection of its own: one row per idempotency key, with how often it
-- was asked and how often it did the work.
CREATE TABLE sandbox_carrier_ledger (
    key text PRIMARY KEY,
    operation text NOT NULL CHECK (operation IN ('label', 'void')),
    tracking_number text NOT NULL,
    asked integer NOT NULL DEFAULT 1,
    at timestamptz NOT NULL DEFAULT now()
);
