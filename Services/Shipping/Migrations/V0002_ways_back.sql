-- What can go wrong with a parcel, several carriers, and parcels that customers send back.
ALTER TABLE parcel
    DROP CONSTRAINT parcel_state_check,
    ADD CONSTRAINT parcel_state_check CHECK (state IN (
        'label_requested', 'label_waiting', 'labelled', 'refused', 'void_requested', 'void', 'handed_over', 'delivered',
        'lost', 'returning', 'returned')),
    ADD COLUMN is_return boolean NOT NULL DEFAULT false,
    ADD COLUMN carrier text,                            -- who is asked for the label, or sold it
    ADD COLUMN purchase integer NOT NULL DEFAULT 0,     -- part of the label's key: the next one begins when this one is proven to have bought nothing, or is void
    ADD COLUMN refused_epoch integer;                   -- void: the attempts up to which a label is refused

-- The sandbox carriers' own books, and what they are told to do: a test or an operator writes it, and it holds from the next
-- call on.
ALTER TABLE sandbox_carrier_ledger ADD COLUMN carrier text NOT NULL DEFAULT 'sandbox';
CREATE INDEX sandbox_carrier_ledger_number ON sandbox_carrier_ledger (tracking_number);
CREATE TABLE sandbox_carrier_mode (
    carrier text PRIMARY KEY,
    -- down: cannot be reached; error: answers 500 and does nothing; hang: never answers and does nothing;
    -- drop: does the work and drops the connection
    mode text NOT NULL CHECK (mode IN ('up', 'down', 'error', 'hang', 'drop'))
);
