-- No state of a return lasts for ever: how long each may, and what ends it when nobody does.
ALTER TABLE return_policy
    -- What needs a person's approval and does not get it: a reminder after so many days, after as many again this.
    ADD COLUMN days_to_decide integer NOT NULL DEFAULT 7 CHECK (days_to_decide BETWEEN 1 AND 365),
    ADD COLUMN undecided text NOT NULL DEFAULT 'approve' CHECK (undecided IN ('approve', 'decline')),
    -- What is on its way and does not arrive: a reminder after so many days, after as many again it is lost.
    ADD COLUMN days_in_transit integer NOT NULL DEFAULT 21 CHECK (days_in_transit BETWEEN 1 AND 365),
    ADD COLUMN lost text NOT NULL DEFAULT 'refund' CHECK (lost IN ('refund', 'expire')),
    -- What arrived and nobody inspects: a reminder after so many days, after as many again it is quarantined and settled.
    ADD COLUMN days_to_inspect integer NOT NULL DEFAULT 7 CHECK (days_to_inspect BETWEEN 1 AND 365);

-- What banks and marketplaces took back after disputes cannot be given back once more.
ALTER TABLE delivered_order
    ADD COLUMN lost bigint NOT NULL DEFAULT 0 CHECK (lost >= 0),
    ADD COLUMN lost_as_of bigint NOT NULL DEFAULT 0;       -- the payment's version that said so
