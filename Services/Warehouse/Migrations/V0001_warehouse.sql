-- One row per fulfilment order: what one site sends of one order. Cancel and hand-over compete for its version.
CREATE TABLE fulfilment_order (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL,
    reservation_id uuid NOT NULL,
    number text NOT NULL,
    site text NOT NULL,
    floor text NOT NULL CHECK (floor IN ('manual', 'auto')),
    is_express boolean NOT NULL DEFAULT false,
    state text NOT NULL CHECK (state IN ('released', 'picking', 'picked', 'packed', 'handed_over', 'short', 'cancelled')),
    worker text,
    command jsonb NOT NULL,                 -- the command that released it, to be replied to
    parcel jsonb,
    tracking jsonb,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CHECK (state NOT IN ('packed', 'handed_over') OR parcel IS NOT NULL)
) WITH (fillfactor = 80);
CREATE INDEX fulfilment_order_of_order ON fulfilment_order (order_id);
-- Only what a person has to work is in here, so that an automated floor pays nothing for it.
CREATE INDEX fulfilment_order_to_work ON fulfilment_order (site, is_express DESC, created_at)
    WHERE floor = 'manual' AND state IN ('released', 'picking', 'picked');

CREATE TABLE fulfilment_line (
    fulfilment_order_id uuid NOT NULL REFERENCES fulfilment_order ON DELETE CASCADE,
    line_id text NOT NULL,
    bin text NOT NULL,
    sku text NOT NULL,
    title text,
    barcode text NOT NULL,
    unit_weight integer NOT NULL CHECK (unit_weight >= 0),      -- grams
    unit_length integer NOT NULL CHECK (unit_length >= 0),      -- millimetres
    unit_width integer NOT NULL CHECK (unit_width >= 0),
    unit_height integer NOT NULL CHECK (unit_height >= 0),
    quantity integer NOT NULL CHECK (quantity > 0),
    picked integer NOT NULL DEFAULT 0,
    packed integer NOT NULL DEFAULT 0,
    PRIMARY KEY (fulfilment_order_id, line_id),
    CHECK (picked BETWEEN 0 AND quantity),
    CHECK (packed BETWEEN 0 AND picked)
) WITH (fillfactor = 80);

-- Every scan, also the wrong ones: the same scan twice counts once.
CREATE TABLE scan (
    id text PRIMARY KEY,
    fulfilment_order_id uuid NOT NULL,
    worker text NOT NULL,
    action text NOT NULL,
    bin text,
    barcode text NOT NULL,
    quantity integer NOT NULL,
    refusal text,                           -- the code; NULL when the scan counted
    at timestamptz NOT NULL DEFAULT now()
);
