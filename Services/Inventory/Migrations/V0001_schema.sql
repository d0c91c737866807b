-- What is sold, where it lies, how much of it there is, and to whom it is promised.

CREATE TABLE site (
    code text COLLATE "C" PRIMARY KEY,
    name text NOT NULL,
    floor text NOT NULL,                    -- manual or auto
    address jsonb NOT NULL,
    country text NOT NULL,
    latitude_e6 integer NOT NULL CHECK (latitude_e6 BETWEEN -90000000 AND 90000000),
    longitude_e6 integer NOT NULL CHECK (longitude_e6 BETWEEN -180000000 AND 180000000),
    is_open boolean NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE article (
    sku text COLLATE "C" PRIMARY KEY,
    title text NOT NULL,
    barcode text,
    weight integer NOT NULL CHECK (weight >= 0),                -- grams
    length integer NOT NULL CHECK (length >= 0),                -- millimetres
    width integer NOT NULL CHECK (width >= 0),
    height integer NOT NULL CHECK (height >= 0),
    safety_stock bigint NOT NULL CHECK (safety_stock >= 0),     -- kept back at each site
    updated_at timestamptz NOT NULL DEFAULT now()
);

-- Other names that orders may use, such as <channel>:<variant id>.
CREATE TABLE sku_alias (
    alias text COLLATE "C" PRIMARY KEY,
    sku text COLLATE "C" NOT NULL REFERENCES article
);
CREATE INDEX sku_alias_sku ON sku_alias (sku);

CREATE TABLE bin (
    sku text COLLATE "C" NOT NULL REFERENCES article,
    site text COLLATE "C" NOT NULL REFERENCES site,
    code text NOT NULL,
    PRIMARY KEY (sku, site)
);

-- The sum of the ledger per article and site. The checks are the last line of defence: what writes here has made sure
-- before that they hold.
CREATE TABLE stock_balance (
    sku text COLLATE "C" NOT NULL REFERENCES article,
    site text COLLATE "C" NOT NULL REFERENCES site,
    on_hand bigint NOT NULL,
    reserved bigint NOT NULL,
    safety bigint NOT NULL CHECK (safety >= 0),
    version bigint NOT NULL,                -- rises with each change; the sum over sites is the version of a stock level
    is_announced boolean NOT NULL DEFAULT false,    -- a message to the shops is on its way
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (sku, site),
    CONSTRAINT on_hand_not_negative CHECK (on_hand >= 0),
    CONSTRAINT reserved_not_negative CHECK (reserved >= 0),
    CONSTRAINT never_oversold CHECK (reserved <= on_hand)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);

-- Append-only. on_hand and reserved are differences: their sums are the balance.
CREATE TABLE stock_movement (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sku text COLLATE "C" NOT NULL,
    site text COLLATE "C" NOT NULL,
    kind text NOT NULL CHECK (kind IN ('receive', 'adjust', 'reserve', 'release', 'consume')),
    on_hand bigint NOT NULL,
    reserved bigint NOT NULL,
    reference text NOT NULL,                -- delivery note, reservation or parcel
    order_id uuid,
    message_id uuid NOT NULL,
    actor text,
    at timestamptz NOT NULL DEFAULT now(),
    CHECK (on_hand <> 0 OR reserved <> 0),
    CHECK (kind <> 'receive' OR on_hand > 0 AND reserved = 0),
    CHECK (kind <> 'reserve' OR on_hand = 0 AND reserved > 0),
    CHECK (kind <> 'release' OR on_hand = 0 AND reserved < 0),
    CHECK (kind <> 'consume' OR on_hand < 0 AND reserved BETWEEN on_hand AND 0)
);
CREATE INDEX stock_movement_balance ON stock_movement (sku, site, id);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON stock_movement
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE reservation (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'reserved', 'short', 'released', 'consumed')),
    version bigint NOT NULL,
    explanation jsonb,                      -- why these sites
    reason text,                            -- why it was released
    parcels jsonb NOT NULL DEFAULT '[]',    -- taken out of it, each once
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 85);
CREATE INDEX reservation_order ON reservation (order_id);

-- What is held where; open is quantity - consumed - released, and its sum per article and site is stock_balance.reserved.
CREATE TABLE reservation_line (
    reservation_id uuid NOT NULL,
    line_id text NOT NULL,
    site text COLLATE "C" NOT NULL,
    sku text COLLATE "C" NOT NULL,
    position smallint NOT NULL,
    quantity bigint NOT NULL CHECK (quantity > 0),
    consumed bigint NOT NULL DEFAULT 0 CHECK (consumed >= 0),
    released bigint NOT NULL DEFAULT 0 CHECK (released >= 0),
    PRIMARY KEY (reservation_id, line_id, site),
    CONSTRAINT not_more_than_reserved CHECK (consumed + released <= quantity)
) WITH (fillfactor = 85);

-- Orders whose articles the catalogue does not know yet. The only place where inventory keeps an address.
CREATE TABLE reservation_waiting (
    reservation_id uuid PRIMARY KEY,
    order_id uuid NOT NULL,
    request jsonb NOT NULL,
    command jsonb NOT NULL,
    unknown text[] NOT NULL,
    attempts integer NOT NULL,
    since timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX reservation_waiting_unknown ON reservation_waiting USING gin (unknown);

CREATE TABLE shop (
    channel text COLLATE "C" NOT NULL,
    shop text COLLATE "C" NOT NULL,
    is_open boolean NOT NULL,
    buffer bigint NOT NULL CHECK (buffer >= 0),
    sequence bigint NOT NULL,               -- of the news that it was last changed by
    version bigint NOT NULL,                -- part of the version of every level it is told
    PRIMARY KEY (channel, shop)
);

-- Ends the transaction as one that may be tried again when a conditional write did not find the rows as they were when
-- the decision was taken. Checked in the same round trip as the write.
CREATE FUNCTION require_rows(changed bigint, expected bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF changed <> expected THEN
        RAISE EXCEPTION 'stock has changed under the decision: % of % rows', changed, expected
            USING ERRCODE = 'serialization_failure';
    END IF;
END $$;
