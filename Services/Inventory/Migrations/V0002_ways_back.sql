-- The ways back: stock that is taken from an order again, orders that wait for goods, kits, quarantine, returned goods.
-- A process of the version before cannot reserve beside this schema (its upsert of lines names the old key): stop
-- inventory, migrate, start it. Its messages wait in the queue.

ALTER TABLE article
    ADD COLUMN short_policy text NOT NULL DEFAULT 'reject',
    ADD COLUMN lead_days integer NOT NULL DEFAULT 0 CHECK (lead_days >= 0),
    -- Added to the version of the article's level, so that it rises when a kit gets other components too.
    ADD COLUMN level_base bigint NOT NULL DEFAULT 0;

-- A kit has no stock of its own.
CREATE TABLE kit_component (
    kit text COLLATE "C" NOT NULL REFERENCES article,
    component text COLLATE "C" NOT NULL REFERENCES article,
    quantity bigint NOT NULL CHECK (quantity > 0),
    position smallint NOT NULL,
    PRIMARY KEY (kit, component),
    CHECK (kit <> component)
);
CREATE INDEX kit_component_component ON kit_component (component);

-- What names stand for: the articles, those that aliases mean, kits that are made of the parts, and the components of all
-- kits among them.
CREATE FUNCTION article_closure(names text[], parts text[]) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    found text[] := ARRAY(
        SELECT unnest(names) UNION SELECT a.sku FROM sku_alias a WHERE a.alias = ANY(names)
        UNION SELECT unnest(parts) UNION SELECT k.kit FROM kit_component k WHERE k.component = ANY(parts));
BEGIN
    RETURN found || ARRAY(SELECT k.component FROM kit_component k WHERE k.kit = ANY(found));
END $$;

-- In the building, but not to be sold: returned or damaged, until somebody decides. Not part of on_hand.
ALTER TABLE stock_balance
    ADD COLUMN quarantined bigint NOT NULL DEFAULT 0
    CONSTRAINT quarantined_not_negative CHECK (quarantined >= 0);

ALTER TABLE stock_movement
    ADD COLUMN quarantined bigint NOT NULL DEFAULT 0,
    DROP CONSTRAINT stock_movement_kind_check,
    DROP CONSTRAINT stock_movement_check,
    ADD CONSTRAINT stock_movement_kind_check CHECK (kind IN (
        'receive', 'adjust', 'reserve', 'release', 'consume', 'restock', 'quarantine', 'unquarantine', 'write_off')),
    ADD CONSTRAINT moves_something CHECK (on_hand <> 0 OR reserved <> 0 OR quarantined <> 0),
    ADD CONSTRAINT restock_adds CHECK (kind <> 'restock' OR on_hand > 0 AND reserved = 0 AND quarantined = 0),
    ADD CONSTRAINT quarantine_sets_aside
        CHECK (kind <> 'quarantine' OR quarantined > 0 AND on_hand IN (0, -quarantined) AND reserved = 0),
    ADD CONSTRAINT unquarantine_brings_back
        CHECK (kind <> 'unquarantine' OR quarantined < 0 AND on_hand = -quarantined AND reserved = 0),
    ADD CONSTRAINT write_off_takes
        CHECK (kind <> 'write_off' OR quarantined < 0 AND on_hand = 0 AND reserved = 0),
    ADD CONSTRAINT others_do_not_set_aside
        CHECK (quarantined = 0 OR kind IN ('quarantine', 'unquarantine', 'write_off'));

ALTER TABLE reservation
    ADD COLUMN is_express boolean NOT NULL DEFAULT false,
    ADD COLUMN destination jsonb,           -- country and coordinates to about a kilometre; no address
    ADD COLUMN command jsonb,               -- what later news of it answers
    ADD COLUMN round integer NOT NULL DEFAULT 1,        -- of the newest allocations
    ADD COLUMN history jsonb NOT NULL DEFAULT '{}',     -- sites tried, partial releases, what was put back early
    DROP CONSTRAINT reservation_state_check,
    ADD CONSTRAINT reservation_state_check CHECK (state IN (
        'waiting', 'reserved', 'backordered', 'short', 'putting_back', 'released', 'expired', 'consumed'));

-- Lines are only ever added: a kit has several at a site, and what is allocated anew is a line of its own.
ALTER TABLE reservation_line
    ALTER COLUMN position TYPE integer,
    ADD COLUMN round integer NOT NULL DEFAULT 1,        -- of the allocation; 0 while it is held and not told of
    ADD COLUMN units bigint,                -- of the order line, where it is another number than the quantity
    ADD COLUMN per_unit bigint NOT NULL DEFAULT 1,      -- of the article in one unit of the order line
    ADD COLUMN kept bigint NOT NULL DEFAULT 0,          -- cancelled, but picked: held until they are put back
    ADD CONSTRAINT kept_is_open CHECK (kept >= 0 AND kept <= quantity - consumed - released),
    DROP CONSTRAINT reservation_line_pkey,
    ADD PRIMARY KEY (reservation_id, position);
CREATE INDEX reservation_line_held ON reservation_line (sku, site) WHERE quantity > consumed + released;

-- Units that wait for goods, filled in the order of the index.
CREATE TABLE backorder (
    reservation_id uuid NOT NULL,
    line_id text NOT NULL,
    sku text COLLATE "C" NOT NULL REFERENCES article,   -- a kit as such
    quantity bigint NOT NULL CHECK (quantity > 0),
    units bigint NOT NULL CHECK (units > 0),            -- of the order line
    per_unit bigint NOT NULL CHECK (per_unit > 0),
    is_whole boolean NOT NULL,              -- told of only when nothing of the line waits any more
    promised_at timestamptz,
    is_express boolean NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (reservation_id, line_id, sku)
);
CREATE INDEX backorder_queue ON backorder (sku, is_express DESC, since, reservation_id);

-- Receipts of returns that were booked, each once.
CREATE TABLE restock (
    return_id uuid NOT NULL,
    ordinal integer NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (return_id, ordinal)
);
