-- By which a channel may know an article: Trendyol takes no other name for its stock.
ALTER TABLE channel_stock
    ADD COLUMN barcode text;                -- NULL: the catalogue has none
