-- Where a shop wants to hear of its orders and returns.
CREATE TABLE webhook_endpoint (
    id uuid PRIMARY KEY,                    -- made of (channel, shop, name)
    channel text NOT NULL,
    shop text NOT NULL,
    name text NOT NULL,
    url text NOT NULL,
    secrets text[] NOT NULL CHECK (cardinality(secrets) BETWEEN 1 AND 3),   -- newest first
    events text[] NOT NULL DEFAULT '{}',    -- none means all
    is_active boolean NOT NULL,
    actor text NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (channel, shop, name)
);

-- One row per endpoint and order, locked by whoever decides what is sent next: two processes never send two at once.
CREATE TABLE webhook_lane (
    endpoint_id uuid NOT NULL REFERENCES webhook_endpoint,
    order_id uuid NOT NULL,
    PRIMARY KEY (endpoint_id, order_id)
);
CREATE INDEX webhook_lane_of_order ON webhook_lane (order_id);

-- One row per endpoint and event. The id is the webhook-id, the same however often it is sent.
CREATE TABLE webhook_delivery (
    id uuid PRIMARY KEY,
    endpoint_id uuid NOT NULL,
    order_id uuid NOT NULL,
    position bigint GENERATED ALWAYS AS IDENTITY,   -- the order in which they are sent
    type text NOT NULL,
    body text NOT NULL,                     -- as it is signed
    state text NOT NULL CHECK (state IN ('waiting', 'sending', 'retrying', 'delivered', 'parked')),
    attempts integer NOT NULL DEFAULT 0,    -- since it was made or replayed
    replays integer NOT NULL DEFAULT 0,
    begun_at timestamptz,                   -- of the first of these attempts: three days from it, it is parked
    status integer,                         -- of the last answer; 0 for none
    reason text,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (endpoint_id, order_id) REFERENCES webhook_lane
) WITH (fillfactor = 80);
CREATE INDEX webhook_delivery_open ON webhook_delivery (order_id, endpoint_id, position)
    WHERE state IN ('waiting', 'sending', 'retrying');
CREATE INDEX webhook_delivery_parked ON webhook_delivery (endpoint_id, position) WHERE state = 'parked';
CREATE INDEX webhook_delivery_delivered ON webhook_delivery (updated_at) WHERE state = 'delivered';

-- The newest that is known of each return: what comes late is not told any more.
CREATE TABLE return_seen (
    return_id uuid PRIMARY KEY,
    sequence bigint NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 80);
