-- The rules of returning, as data. A version is never altered: a change is a new row, and what was decided under a
-- version names it. The newest version that was in force when a parcel was delivered counts.
CREATE TABLE return_policy (
    version integer PRIMARY KEY CHECK (version > 0),
    effective_from timestamptz NOT NULL,
    window_days integer NOT NULL CHECK (window_days BETWEEN 0 AND 3650),  -- 0: nothing can be returned
    actor text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO return_policy (version, effective_from, window_days, actor)
VALUES (1, '1970-01-01 00:00:00+00', 30, 'installation');

-- The order as it read at its newest delivery: whom a return is with, and what the units are called.
CREATE TABLE delivered_order (
    order_id uuid PRIMARY KEY,
    channel text NOT NULL,
    shop text NOT NULL,
    external_id text NOT NULL,
    number text NOT NULL,
    summary jsonb NOT NULL,                 -- personal data is here and nowhere else in this schema
    as_of timestamptz NOT NULL,             -- of the delivery that brought the summary
    version bigint NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 80);
CREATE INDEX delivered_order_external ON delivered_order (channel, shop, external_id);

-- Units of one order line that came in one parcel: the only units that a return can choose from.
CREATE TABLE returnable_line (
    parcel_id uuid NOT NULL,
    line_id text NOT NULL,
    order_id uuid NOT NULL REFERENCES delivered_order,
    sku text NOT NULL,
    delivered_quantity integer NOT NULL CHECK (delivered_quantity > 0),
    returned_quantity integer NOT NULL DEFAULT 0,
    delivered_at timestamptz NOT NULL,
    returnable_until timestamptz NOT NULL,
    policy_version integer NOT NULL REFERENCES return_policy,
    version bigint NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (parcel_id, line_id),
    CHECK (returned_quantity BETWEEN 0 AND delivered_quantity),
    CHECK (returnable_until >= delivered_at)
) WITH (fillfactor = 80);
CREATE INDEX returnable_line_of_order ON returnable_line (order_id);
