-- What the sandbox carriers have sold since the last audit.
CREATE INDEX sandbox_carrier_ledger_at ON sandbox_carrier_ledger USING brin (at)
    WITH (pages_per_range = 32, autosummarize = on);
