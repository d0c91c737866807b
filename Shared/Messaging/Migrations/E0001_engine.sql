-- The engine's tables, the same in the schema of every service.

-- What became of each message. The order comes first in the key: rows of an order lie together, a day's orders lie
-- together (order ids are UUIDv7), and a repeat carries the same order id.
CREATE TABLE inbox (
    order_id uuid NOT NULL,
    id uuid NOT NULL,
    hash bytea NOT NULL,
    type text NOT NULL,
    source text NOT NULL,
    causation_id uuid,
    sent_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    state smallint NOT NULL DEFAULT 0,      -- 0 applied, 1 retrying, 2 parked, 3 discarded
    attempts smallint NOT NULL DEFAULT 0,
    next_at timestamptz,
    reason text,
    routing_key text,
    user_id text,
    envelope bytea,                         -- kept only while it is not applied
    actor text,
    PRIMARY KEY (order_id, id),
    CHECK (state BETWEEN 0 AND 3),
    CHECK (state <> 1 OR (next_at IS NOT NULL AND envelope IS NOT NULL)),
    CHECK (state <> 2 OR envelope IS NOT NULL)
) WITH (fillfactor = 90);
CREATE INDEX inbox_retrying ON inbox (next_at) WHERE state = 1;
CREATE INDEX inbox_parked ON inbox (received_at) WHERE state = 2;

-- What is committed and not yet confirmed by the broker. A row goes when its confirm came and it was not returned.
-- The id is slot << 32 | counter, so that only the slot's owner makes it.
CREATE TABLE outbox (
    id bigint PRIMARY KEY,
    exchange text NOT NULL,
    routing_key text NOT NULL,
    envelope bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    returned text                           -- why the broker could not route it; parked with an alert
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 500);

CREATE SEQUENCE slot AS integer;

-- Replies as they were sent: a repeated command gets the same bytes.
CREATE TABLE reply (
    command_id uuid NOT NULL,
    message_id uuid NOT NULL,
    exchange text NOT NULL,
    routing_key text NOT NULL,
    envelope bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (command_id, message_id)
);

CREATE TABLE timer (
    key text PRIMARY KEY,
    id uuid NOT NULL,
    due_at timestamptz NOT NULL,
    envelope bytea NOT NULL
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX timer_due ON timer (due_at);

CREATE TABLE effect (
    key text PRIMARY KEY,
    id uuid NOT NULL,                       -- of the message that its result becomes
    kind text NOT NULL,
    order_id uuid NOT NULL,
    state smallint NOT NULL DEFAULT 0,      -- 0 open, 1 claimed, 2 done, 3 refused, 4 parked, 5 discarded
    slot integer,
    attempts smallint NOT NULL DEFAULT 0,
    next_at timestamptz NOT NULL DEFAULT now(),
    request bytea NOT NULL,
    command bytea NOT NULL,
    answer bytea,
    reason text,
    actor text,
    created_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    CHECK (state BETWEEN 0 AND 5),
    CHECK (state <> 1 OR slot IS NOT NULL)
) WITH (fillfactor = 70);
CREATE INDEX effect_unfinished ON effect (next_at) WHERE state IN (0, 1);
CREATE INDEX effect_parked ON effect (created_at) WHERE state = 4;
