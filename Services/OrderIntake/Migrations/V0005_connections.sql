-- How shops are reached on their channels' side, and how far each was read.

ALTER TABLE shop
    ADD COLUMN connection jsonb;            -- address, account, options; no secrets. NULL: nothing asked, nothing told

-- One row per shop and kind of question.
CREATE TABLE channel_watermark (
    channel text COLLATE "C" NOT NULL,
    shop text COLLATE "C" NOT NULL,
    kind text NOT NULL CHECK (kind IN ('changes', 'census')),
    read_to timestamptz NOT NULL,           -- all that changed before was read
    round_since timestamptz,                -- the round under way; NULL between two
    round_until timestamptz,
    round_cursor text,                      -- where its next page begins, in the adapter's words
    ordinal bigint NOT NULL,                -- of the last question
    is_asking boolean NOT NULL,             -- whether its answer has yet to come
    answered_at timestamptz,                -- the last answer that was one
    finished_at timestamptz,                -- the last round that came to its end
    orders bigint NOT NULL DEFAULT 0,       -- read in all
    failures integer NOT NULL DEFAULT 0,    -- since the last answer
    failure text,                           -- code and words of the last one
    failed_at timestamptz,
    limits jsonb,                           -- how much of each of the channel's limits was used, from 0 to 1
    PRIMARY KEY (channel, shop, kind),
    CHECK ((round_since IS NULL) = (round_until IS NULL))
);

-- Orders that a poll found although the channel sends webhooks: what these did not bring.
CREATE TABLE channel_recovery (
    channel text COLLATE "C" NOT NULL,
    shop text COLLATE "C" NOT NULL,
    external_id text COLLATE "C" NOT NULL,
    message_id uuid NOT NULL,
    way text NOT NULL CHECK (way IN ('changes', 'census')),
    outcome text NOT NULL,                  -- accepted, recorded, updated
    channel_updated_at timestamptz NOT NULL,
    found_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (channel, shop, external_id, message_id)
);
CREATE INDEX channel_recovery_found ON channel_recovery (found_at);

-- What a channel says it has against what is here: one row per shop and day.
CREATE TABLE channel_completeness (
    channel text COLLATE "C" NOT NULL,
    shop text COLLATE "C" NOT NULL,
    since timestamptz NOT NULL,
    until timestamptz NOT NULL,
    listed text[] NOT NULL,                 -- the external ids that the channel lists as changed in that time
    recovered integer NOT NULL DEFAULT 0,   -- of them: unknown here until then
    missing text[] NOT NULL DEFAULT '{}',   -- of them: not taken in even so, such as an order that cannot be read
    unlisted text[] NOT NULL DEFAULT '{}',  -- changed in that time by what is here, and not listed
    finished_at timestamptz,                -- NULL while it is being counted
    PRIMARY KEY (channel, shop, until)
);
CREATE INDEX raw_body_by_webhook ON raw_body (channel, shop, received_at) WHERE topic NOT IN ('page', 'poll', 'census');
