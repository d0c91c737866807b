-- Keys from outside are compared byte by byte: sorting is the same everywhere, and so is the order of locks.

-- Who hands orders over.
CREATE TABLE shop (
    channel text COLLATE "C" NOT NULL,
    shop text COLLATE "C" NOT NULL,
    is_open boolean NOT NULL,
    webhook_secrets text[] NOT NULL DEFAULT '{}',   -- newest first; two during a rotation
    stock_buffer integer NOT NULL DEFAULT 0,
    currency text,
    payment_method text,
    version bigint NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (channel, shop),
    CHECK (channel ~ '^[a-z0-9_-]{1,64}$' AND shop ~ '^[a-z0-9_-]{1,64}$'),
    CHECK (cardinality(webhook_secrets) <= 2),
    CHECK (stock_buffer >= 0),
    CHECK (currency ~ '^[A-Z]{3}$'),
    CHECK (version > 0)
);

-- One row per order, whatever ways it came by: the newest content by the channel's own time.
CREATE TABLE intake_order (
    channel text COLLATE "C" NOT NULL,
    shop text COLLATE "C" NOT NULL,
    external_id text COLLATE "C" NOT NULL,
    id uuid NOT NULL UNIQUE,
    content jsonb NOT NULL,                 -- the canonical order
    content_hash bytea NOT NULL,
    recorded_reason text,                   -- NULL: it goes on to the coordinator
    is_announced boolean NOT NULL,          -- whether the coordinator was told of it
    channel_updated_at timestamptz NOT NULL,
    currency text NOT NULL,
    total bigint NOT NULL,                  -- minor units
    payment_state text NOT NULL,
    version bigint NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (channel, shop, external_id),
    CHECK (octet_length(content_hash) = 16),
    CHECK (is_announced OR recorded_reason IS NOT NULL),
    CHECK (content ->> 'id' = id::text AND content ->> 'externalId' = external_id),
    CHECK (currency ~ '^[A-Z]{3}$'),
    CHECK (version > 0)
) WITH (fillfactor = 85);

-- Which message changed, or would have changed, what of an order. Paths only: values are personal data.
CREATE TABLE order_change (
    order_id uuid NOT NULL,
    message_id uuid NOT NULL,
    version bigint NOT NULL,
    kind text NOT NULL,
    paths jsonb NOT NULL,
    channel_updated_at timestamptz,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (order_id, message_id),
    CHECK (kind IN ('accepted', 'recorded', 'updated', 'stale', 'deleted')),
    CHECK (jsonb_typeof(paths) = 'array')
);

-- Bodies of webhooks as they were signed, less card numbers. The external id is there for erasure.
CREATE TABLE raw_body (
    message_id uuid PRIMARY KEY,
    channel text COLLATE "C" NOT NULL,
    shop text COLLATE "C" NOT NULL,
    topic text NOT NULL,
    external_id text COLLATE "C",
    outcome text NOT NULL,
    body bytea NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX raw_body_received ON raw_body (received_at);
CREATE INDEX raw_body_order ON raw_body (channel, shop, external_id);
