-- How many of an effect's attempts came to nothing at the other side: none of them needs to be asked about.
ALTER TABLE effect ADD COLUMN left_nothing smallint NOT NULL DEFAULT 0;
