-- An audit reads the orders whose log has grown since the last one. The log is only ever added to, in the order of time.
CREATE INDEX saga_log_at ON saga_log USING brin (at) WITH (pages_per_range = 128, autosummarize = on);
