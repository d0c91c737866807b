-- What the sandbox provider has done since the last audit.
CREATE INDEX sandbox_provider_at ON sandbox_provider USING brin (at) WITH (pages_per_range = 32, autosummarize = on);
