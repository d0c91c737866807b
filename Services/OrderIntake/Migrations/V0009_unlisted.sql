-- What is here and the channel does not list is found when the report is read: what changed there meanwhile is none of it.
ALTER TABLE channel_completeness
    ADD COLUMN lists_all boolean NOT NULL DEFAULT false;    -- whether the channel lists whatever changed in the time
