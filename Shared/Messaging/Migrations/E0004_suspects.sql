-- How often a timer was read to be run; set back by being taken.
ALTER TABLE timer ADD COLUMN runs smallint NOT NULL DEFAULT 0;
-- Why an operator gave the effect up; its next claim is answered with a refusal that says so, and calls nobody.
ALTER TABLE effect ADD COLUMN discarded text;
