-- Who was told longest ago is told next.
ALTER TABLE channel_stock
    ADD COLUMN told_in bigint NOT NULL DEFAULT 0;    -- the ordinal of the batch that told of it last

-- A level that is what was told last is no news, whatever its version.
DROP INDEX channel_stock_due;
CREATE INDEX channel_stock_due ON channel_stock (channel, shop, told_in, sku)
    WHERE told_version < version AND told_units IS DISTINCT FROM units;
