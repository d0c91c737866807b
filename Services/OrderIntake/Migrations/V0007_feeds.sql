-- Orders as those who work them from outside (ShipStation, Linnworks) read them: by when something last happened to them. Only of
-- storefront products that Waybill speaks to: the orders of others cost no entry.
CREATE INDEX intake_order_fed ON intake_order (channel, shop, updated_at)
    WHERE channel IN ('amazon', 'hepsiburada', 'magento', 'n11', 'shopify', 'trendyol', 'woocommerce');
CREATE INDEX intake_order_fed_number ON intake_order (channel, shop, (content ->> 'number'))
    WHERE channel IN ('amazon', 'hepsiburada', 'magento', 'n11', 'shopify', 'trendyol', 'woocommerce');

-- What the coordinator last said of an order, as far as a feed has to know: what is to be sent, what has left, what is off.
CREATE TABLE order_status (
    order_id uuid PRIMARY KEY,
    channel text COLLATE "C" NOT NULL,
    shop text COLLATE "C" NOT NULL,
    headline text NOT NULL,
    sequence bigint NOT NULL,               -- of the order at the coordinator: the highest is the newest
    changed_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 80);
CREATE INDEX order_status_changed ON order_status (channel, shop, changed_at);
