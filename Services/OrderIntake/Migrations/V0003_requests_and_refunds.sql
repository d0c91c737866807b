-- What storefronts ask for before the order itself has come, and what they have given back themselves.

CREATE TABLE pending_request (
    message_id uuid PRIMARY KEY,
    channel text COLLATE "C" NOT NULL,
    shop text COLLATE "C" NOT NULL,
    external_id text COLLATE "C" NOT NULL,
    type text NOT NULL,
    data jsonb NOT NULL,
    submission_id text NOT NULL,            -- the sender's own id of it
    received_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX pending_request_order ON pending_request (channel, shop, external_id);

-- One row per refund of a storefront, by its id, also before the order is here.
CREATE TABLE channel_refund (
    channel text COLLATE "C" NOT NULL,
    shop text COLLATE "C" NOT NULL,
    external_id text COLLATE "C" NOT NULL,
    refund_id text COLLATE "C" NOT NULL,
    content jsonb NOT NULL,                 -- amount, lines, restock
    state text NOT NULL CHECK (state IN ('waiting', 'told', 'included')),
    received_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (channel, shop, external_id, refund_id)
);
