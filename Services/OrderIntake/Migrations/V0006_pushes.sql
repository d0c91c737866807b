-- What the channels are told: parcels, cancels, refunds, decisions. Once per business intent, whatever brought it about.
CREATE TABLE channel_push (
    key text COLLATE "C" PRIMARY KEY,       -- such as fulfilment/<parcel>
    channel text COLLATE "C" NOT NULL,
    shop text COLLATE "C" NOT NULL,
    external_id text COLLATE "C" NOT NULL,  -- the order's
    order_id uuid NOT NULL,
    kind text NOT NULL,
    content jsonb NOT NULL,
    state text NOT NULL CHECK (state IN ('asked', 'done', 'not_needed', 'discarded')),
    reference text,                         -- the channel's own
    reason jsonb,                           -- code and message
    echo jsonb NOT NULL DEFAULT '{}',       -- what the channel told us back of it
    requested_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX channel_push_order ON channel_push (order_id);
CREATE INDEX channel_push_external ON channel_push (channel, shop, external_id);
CREATE INDEX channel_push_open ON channel_push (channel, shop, requested_at) WHERE state = 'asked';

-- What a shop's channel may sell of an article, and what it was told of that.
CREATE TABLE channel_stock (
    channel text COLLATE "C" NOT NULL,
    shop text COLLATE "C" NOT NULL,
    sku text COLLATE "C" NOT NULL,
    units integer NOT NULL,
    version bigint NOT NULL,
    told_version bigint NOT NULL DEFAULT 0,
    told_units integer,
    refusal text,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (channel, shop, sku),
    CHECK (units >= 0 AND told_version >= 0)
) WITH (fillfactor = 80);
CREATE INDEX channel_stock_due ON channel_stock (channel, shop, sku) WHERE told_version < version;

-- One batch of levels after the other, per shop.
CREATE TABLE channel_stock_feed (
    channel text COLLATE "C" NOT NULL,
    shop text COLLATE "C" NOT NULL,
    ordinal bigint NOT NULL,
    is_underway boolean NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (channel, shop)
) WITH (fillfactor = 50);
