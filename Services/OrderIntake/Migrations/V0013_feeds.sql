-- A level is due by its version alone: what stands at the channel changes by its own sales and cancels.
DROP INDEX channel_stock_due;
CREATE INDEX channel_stock_due ON channel_stock (channel, shop, told_in, sku) WHERE told_version < version;

-- Of the lines of which units are cancelled, those that go on or were sent: what is cancelled, nobody is to send.
ALTER TABLE order_status
    ADD COLUMN remaining jsonb NOT NULL DEFAULT '[]';
