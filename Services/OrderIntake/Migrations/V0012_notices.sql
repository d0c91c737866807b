-- Queues in which channels tell what changed are read as shops are asked: one question at a time.
ALTER TABLE channel_watermark
    DROP CONSTRAINT channel_watermark_kind_check,
    ADD CONSTRAINT channel_watermark_kind_check CHECK (kind IN ('changes', 'census', 'claims', 'notices'));
