-- An audit asks every service which orders it has had to do with since the last one: by its messages, by what became of
-- its effects, and by what it sent of itself. received_at hardly ever changes, and finished_at only together with the
-- state, which is indexed already: so neither takes an update out of its page. A range is summarised when the next one
-- begins; one that is not would be read whole.
CREATE INDEX inbox_received_at ON inbox USING brin (received_at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX effect_finished_at ON effect USING brin (finished_at) WITH (pages_per_range = 32, autosummarize = on);
ALTER INDEX sent_at SET (autosummarize = on);
ALTER INDEX reply_created_at SET (autosummarize = on);
