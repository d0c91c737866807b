-- An invoice waits for its order to be worked on: until then its channel is not told.
ALTER TABLE channel_push
    DROP CONSTRAINT channel_push_state_check,
    ADD CONSTRAINT channel_push_state_check CHECK (state IN ('waiting', 'asked', 'done', 'not_needed', 'discarded'));
