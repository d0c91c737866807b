-- Who takes a shop's money, and what its channel calls it.

ALTER TABLE shop
    ADD COLUMN payments text CHECK (payments IN ('channel', 'waybill')),    -- NULL: see the README
    ADD COLUMN domain text CHECK (domain = lower(domain) AND length(domain) <= 253);
