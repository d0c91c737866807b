-- The packages in which marketplaces tell of an order: split, cancelled in part and made anew, under ids of their own. Lines
-- and what became of them; names and addresses are kept with the order alone.

CREATE TABLE channel_package (
    channel text COLLATE "C" NOT NULL,
    shop text COLLATE "C" NOT NULL,
    external_id text COLLATE "C" NOT NULL,  -- the order's number
    package_id text COLLATE "C" NOT NULL,
    content jsonb NOT NULL,                 -- lines, and the packages that it was made of
    recorded_reason text,                   -- NULL: it is to be sent
    channel_updated_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (channel, shop, external_id, package_id)
);
