-- More of the rules of returning. What is not said keeps version 1 as it was: everything within the window, free of charge.
ALTER TABLE return_policy
    ADD COLUMN is_automatic boolean NOT NULL DEFAULT true,         -- what the policy allows needs no person
    ADD COLUMN days_to_send integer NOT NULL DEFAULT 14 CHECK (days_to_send BETWEEN 1 AND 365),
    ADD COLUMN conditions text[] NOT NULL DEFAULT '{}',            -- that are taken back; none named: any
    ADD COLUMN free_reasons text[] NOT NULL DEFAULT '{damaged,wrong_item,not_as_described,arrived_late}',
    ADD COLUMN return_shipping jsonb NOT NULL DEFAULT '{}',        -- what a label costs the customer: {"EUR": 490}
    ADD COLUMN restocking_fee integer NOT NULL DEFAULT 0 CHECK (restocking_fee BETWEEN 0 AND 10000),  -- basis points
    ADD COLUMN refunds_charges boolean NOT NULL DEFAULT true;      -- gives shipping and fees back, in proportion

-- Articles with rules of their own, by the beginning of the SKU; the longest that fits counts.
CREATE TABLE return_policy_category (
    policy_version integer NOT NULL REFERENCES return_policy,
    sku_prefix text NOT NULL CHECK (sku_prefix <> ''),
    name text NOT NULL,
    window_days integer NOT NULL CHECK (window_days BETWEEN 0 AND 3650),
    restocking_fee integer NOT NULL CHECK (restocking_fee BETWEEN 0 AND 10000),
    PRIMARY KEY (policy_version, sku_prefix)
);

-- What the links to the page of returns are signed with; the newest signs, all are believed.
CREATE TABLE link_secret (
    version integer PRIMARY KEY,
    secret bytea NOT NULL CHECK (length(secret) >= 32),
    created_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO link_secret (version, secret)
VALUES (1, decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));

-- What the refunds and credits of an order come to, so that no return gives back what another did.
ALTER TABLE delivered_order
    ADD COLUMN refunded bigint NOT NULL DEFAULT 0 CHECK (refunded >= 0),   -- as the payment provider says
    ADD COLUMN promised bigint NOT NULL DEFAULT 0 CHECK (promised >= 0),   -- asked of the provider, not answered yet
    ADD COLUMN credited bigint NOT NULL DEFAULT 0 CHECK (credited >= 0);   -- as store credit or exchange

-- What is in one unit of a kit, as it was packed; an article that is none has no entry.
ALTER TABLE returnable_line ADD COLUMN contents jsonb NOT NULL DEFAULT '[]';
-- The weight of one unit in grams, packaging included, for the label that brings it back.
ALTER TABLE returnable_line ADD COLUMN unit_weight integer NOT NULL DEFAULT 0 CHECK (unit_weight >= 0);
ALTER TABLE returnable_line ADD COLUMN site text NOT NULL DEFAULT '';

-- How many units of an order's line were given money or credit for, over all returns of the order.
CREATE TABLE settled_line (
    order_id uuid NOT NULL REFERENCES delivered_order,
    line_id text NOT NULL,
    ordered integer NOT NULL CHECK (ordered > 0),
    settled integer NOT NULL DEFAULT 0,
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (order_id, line_id),
    CHECK (settled BETWEEN 0 AND ordered)
) WITH (fillfactor = 80);

-- Return merchandise authorisations.
CREATE TABLE rma (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL REFERENCES delivered_order,
    state text NOT NULL CHECK (state IN (
        'requested', 'approved', 'declined', 'label_issued', 'in_transit', 'received_part', 'received', 'inspecting',
        'inspected', 'settled', 'closed', 'cancelled', 'expired')),
    origin text NOT NULL CHECK (origin IN ('customer', 'claim', 'carrier')),
    settlement text NOT NULL,               -- what the customer wants
    policy_version integer NOT NULL REFERENCES return_policy,
    document jsonb NOT NULL,                -- who asked, reasons of the whole, fees, tracking, exchange, stock bookings
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 70);
CREATE INDEX rma_of_order ON rma (order_id);
CREATE INDEX rma_open ON rma (updated_at) WHERE state NOT IN ('declined', 'closed', 'cancelled', 'expired');

CREATE TABLE rma_line (
    rma_id uuid NOT NULL REFERENCES rma,
    line_id text NOT NULL,
    sku text NOT NULL,
    quantity integer NOT NULL CHECK (quantity > 0),
    reason text NOT NULL,
    condition text,
    received integer NOT NULL DEFAULT 0,
    restocked integer NOT NULL DEFAULT 0 CHECK (restocked >= 0),
    quarantined integer NOT NULL DEFAULT 0 CHECK (quarantined >= 0),
    written_off integer NOT NULL DEFAULT 0 CHECK (written_off >= 0),
    sent_back integer NOT NULL DEFAULT 0 CHECK (sent_back >= 0),
    lapsed integer NOT NULL DEFAULT 0 CHECK (lapsed >= 0),    -- stay with the customer after all
    settled integer NOT NULL DEFAULT 0,
    goods bigint NOT NULL DEFAULT 0 CHECK (goods >= 0),       -- what was paid for the settled units
    charges bigint NOT NULL DEFAULT 0 CHECK (charges >= 0),   -- their share of shipping and fees
    document jsonb NOT NULL,                                  -- where the units came from, what is in one, its fee
    PRIMARY KEY (rma_id, line_id),
    -- Each unit ends in exactly one disposition, and only what was received can have one.
    CHECK (received >= restocked + quarantined + written_off + sent_back),
    CHECK (received + lapsed BETWEEN 0 AND quantity),
    CHECK (settled BETWEEN 0 AND restocked + quarantined + written_off)
) WITH (fillfactor = 70);

-- Each time money or credit was due: the id of a refund is made of the return and the ordinal.
CREATE TABLE rma_settlement (
    id uuid PRIMARY KEY,
    rma_id uuid NOT NULL REFERENCES rma,
    ordinal integer NOT NULL CHECK (ordinal >= 0),
    kind text NOT NULL CHECK (kind IN ('refund', 'store_credit', 'exchange')),
    amount bigint NOT NULL CHECK (amount >= 0),
    state text NOT NULL CHECK (state IN ('pending', 'done', 'failed')),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (rma_id, ordinal)
) WITH (fillfactor = 80);

-- The ledger of store credit: what a customer has is the sum; spending is an entry below zero. Never altered.
CREATE TABLE store_credit (
    id uuid PRIMARY KEY,                    -- of the settlement
    channel text NOT NULL,
    shop text NOT NULL,
    customer text NOT NULL,                 -- the shop's id of the customer; without one the order's id
    currency text NOT NULL,
    amount bigint NOT NULL CHECK (amount <> 0),
    order_id uuid NOT NULL,
    rma_id uuid,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX store_credit_of_customer ON store_credit (channel, shop, customer, currency);
