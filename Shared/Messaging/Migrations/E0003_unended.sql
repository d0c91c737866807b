-- How many runs of a retry were begun and never ended: a process died in each. Counted with the claim, before the run,
-- and set back by a run that ends, well or badly.
ALTER TABLE inbox ADD COLUMN unended smallint NOT NULL DEFAULT 0;
