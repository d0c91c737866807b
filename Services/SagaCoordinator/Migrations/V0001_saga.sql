-- One saga an order. `saga` is the row that every event updates, so it is narrow and has no index on what changes;
-- what is written once stands beside it.

CREATE TABLE saga (
    order_id uuid PRIMARY KEY,
    version bigint NOT NULL,                -- the sequence of the last log entry
    phase text NOT NULL CHECK (phase IN ('unborn', 'running', 'undoing', 'cancelled', 'expired', 'closed')),
    plan text NOT NULL,
    headline text NOT NULL,
    is_on_hold boolean NOT NULL,
    authorised bigint NOT NULL,             -- minor units
    captured bigint NOT NULL,
    voided bigint NOT NULL,
    refunded bigint NOT NULL,
    deadline timestamptz,                   -- of the step that is due first
    timer_at timestamptz,                   -- when the order's one timer goes off
    ending json,                            -- why it is not fulfilled, when it is not
    early json,                             -- events whose predecessor has not come
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CHECK (0 <= refunded AND refunded <= captured AND captured <= authorised),
    CHECK (0 <= voided AND voided + refunded <= authorised),
    -- Liveness: whatever is not finished waits for something that comes, or for somebody.
    CHECK (phase NOT IN ('running', 'undoing') OR deadline IS NOT NULL OR is_on_hold),
    CHECK (phase NOT IN ('running', 'undoing') OR deadline IS NULL OR timer_at IS NOT NULL)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

-- The order as it was accepted; newer content replaces it only while nothing was promised.
CREATE TABLE saga_order (
    order_id uuid PRIMARY KEY,
    channel text NOT NULL,
    shop text NOT NULL,
    external_id text NOT NULL,
    number text NOT NULL,
    currency text NOT NULL,
    total bigint NOT NULL,
    placed_at timestamptz NOT NULL,
    document json NOT NULL
);
CREATE INDEX saga_order_external ON saga_order (external_id, shop, channel);
CREATE INDEX saga_order_number ON saga_order (number);
CREATE INDEX saga_order_placed ON saga_order (placed_at);

-- The unit ledger: each ordered unit is in exactly one bucket.
CREATE TABLE saga_line (
    order_id uuid NOT NULL,
    position smallint NOT NULL,
    line_id text NOT NULL,
    ordered integer NOT NULL CHECK (ordered > 0),
    pending integer NOT NULL CHECK (pending >= 0),
    backordered integer NOT NULL CHECK (backordered >= 0),
    reserved integer NOT NULL CHECK (reserved >= 0),
    released integer NOT NULL CHECK (released >= 0),
    picked integer NOT NULL CHECK (picked >= 0),
    packed integer NOT NULL CHECK (packed >= 0),
    handed_over integer NOT NULL CHECK (handed_over >= 0),
    delivered integer NOT NULL CHECK (delivered >= 0),
    lost integer NOT NULL CHECK (lost >= 0),
    returned_to_sender integer NOT NULL CHECK (returned_to_sender >= 0),
    cancelled integer NOT NULL CHECK (cancelled >= 0),
    return_requested integer NOT NULL CHECK (return_requested >= 0),
    return_in_transit integer NOT NULL CHECK (return_in_transit >= 0),
    return_received integer NOT NULL CHECK (return_received >= 0),
    restocked integer NOT NULL CHECK (restocked >= 0),
    quarantined integer NOT NULL CHECK (quarantined >= 0),
    written_off integer NOT NULL CHECK (written_off >= 0),
    sent_back integer NOT NULL CHECK (sent_back >= 0),
    PRIMARY KEY (order_id, position),
    CHECK (ordered = pending + backordered + reserved + released + picked + packed + handed_over + delivered + lost
        + returned_to_sender + cancelled + return_requested + return_in_transit + return_received + restocked
        + quarantined + written_off + sent_back)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

-- Steps that were begun. A hold is a step's.
CREATE TABLE saga_step (
    order_id uuid NOT NULL,
    position smallint NOT NULL,             -- in the order in which they were begun
    step text NOT NULL,
    unit uuid NOT NULL,                     -- the payment, reservation, fulfilment order or parcel
    status text NOT NULL CHECK (status IN ('sent', 'done', 'skipped', 'refused', 'undone')),
    epoch integer NOT NULL,
    attempts integer NOT NULL,
    due_at timestamptz,
    hold text,
    reason json,
    started_at timestamptz NOT NULL,
    finished_at timestamptz,
    PRIMARY KEY (order_id, position),
    CHECK (status = 'sent' OR (due_at IS NULL AND hold IS NULL))
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
-- Few rows at any time: what operators have to look at.
CREATE INDEX saga_step_held ON saga_step (hold, order_id) WHERE hold IS NOT NULL;

-- Commands of orders under way as they went out, to be sent again byte for byte; gone when the order is finished.
CREATE TABLE saga_command (
    order_id uuid NOT NULL,
    step text NOT NULL,
    unit uuid NOT NULL,
    epoch integer NOT NULL,
    exchange text NOT NULL,
    routing_key text NOT NULL,
    envelope bytea NOT NULL,
    PRIMARY KEY (order_id, step, unit, epoch)
) WITH (autovacuum_vacuum_scale_factor = 0.05);

-- What each site sends.
CREATE TABLE saga_fulfilment (
    order_id uuid NOT NULL,
    position smallint NOT NULL,
    id uuid NOT NULL,
    site text NOT NULL,
    floor smallint NOT NULL,                -- 0 allocated, 1 picking, 2 picked, 3 packed
    allocation json NOT NULL,
    parcel_id uuid,
    parcel json,
    tracking json,
    PRIMARY KEY (order_id, position)
) WITH (fillfactor = 80);

-- Append-only: replaying an order's entries gives its rows above.
CREATE TABLE saga_log (
    order_id uuid NOT NULL,
    seq bigint NOT NULL,
    message_id uuid NOT NULL,
    type text NOT NULL,
    epoch integer NOT NULL,
    data json NOT NULL,
    at timestamptz NOT NULL,
    causation_id uuid,
    actor text,
    verdict text NOT NULL CHECK (verdict IN ('applied', 'noted', 'stale', 'early', 'late', 'refused')),
    sent json NOT NULL,                     -- [{id, type}] of what it made the coordinator send
    PRIMARY KEY (order_id, seq)
);
