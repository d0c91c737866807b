-- What takes an order off its plan: a wish that sites are being asked about, shortages, partial releases, refunds, returns.
-- Rare, and read with the order as a whole.

ALTER TABLE saga
    ADD COLUMN due bigint,                  -- minor units: what the customer is to pay for all that is not cancelled
    ADD COLUMN provided_share bigint,       -- minor units: the part of it for what is not shipped, once asked for
    ADD COLUMN detours json;

-- allocation is what the site has left to send or has sent; without lines it is stopped.
ALTER TABLE saga_fulfilment
    ADD COLUMN share bigint,                -- minor units: the shipment's part of what is due, once asked for
    ADD COLUMN collected bigint;            -- minor units: what the courier took at the door

-- All that a transition depended on: a storefront that waits for an answer, and which of two words of one aggregate is newer.
ALTER TABLE saga_log
    ADD COLUMN channel text,
    ADD COLUMN spoken bigint;
