-- What a cancel or a shortage takes off a line, and what has to go back into its bin before it may be sold again.
ALTER TABLE fulfilment_order
    ADD COLUMN shortage jsonb,                              -- what the site was last short of, as it was told
    ADD COLUMN packings integer NOT NULL DEFAULT 0,         -- how often a parcel was closed; part of the parcel's id
    ADD COLUMN to_put_back integer NOT NULL DEFAULT 0 CHECK (to_put_back >= 0);

-- A kit's components share the order line.
ALTER TABLE fulfilment_line
    DROP CONSTRAINT fulfilment_line_pkey,
    ADD PRIMARY KEY (fulfilment_order_id, line_id, sku),
    ADD COLUMN units integer CHECK (units >= 0),            -- of the order line, where that is another number than quantity
    ADD COLUMN cancelled integer NOT NULL DEFAULT 0 CHECK (cancelled >= 0),
    ADD COLUMN missing integer NOT NULL DEFAULT 0 CHECK (missing >= 0),
    ADD COLUMN put_back integer NOT NULL DEFAULT 0,
    ADD COLUMN put_back_done integer NOT NULL DEFAULT 0,
    ADD CHECK (picked + cancelled + missing <= quantity),
    ADD CHECK (put_back <= cancelled),
    ADD CHECK (put_back_done BETWEEN 0 AND put_back);

-- A cancelled fulfilment order is work as long as picked units are not back.
CREATE INDEX fulfilment_order_floor ON fulfilment_order (site, is_express DESC, created_at)
    WHERE floor = 'manual' AND (state IN ('released', 'picking', 'picked') OR to_put_back > 0);
DROP INDEX fulfilment_order_to_work;
-- What a site that closes hands back.
CREATE INDEX fulfilment_order_released ON fulfilment_order (site) WHERE state = 'released';

-- Sites whose opening has been heard of.
CREATE TABLE site (
    code text PRIMARY KEY,
    is_open boolean NOT NULL,
    changed_at timestamptz NOT NULL
);
