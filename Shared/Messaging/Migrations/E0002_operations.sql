-- Which order a timer is for: an order with a timer is not over, so its inbox rows are not purged.
ALTER TABLE timer ADD COLUMN order_id uuid;
UPDATE timer SET order_id = (convert_from(envelope, 'UTF8')::jsonb ->> 'orderid')::uuid;

-- When each recurring job was last begun, by whichever process: several processes of a service share one round.
CREATE TABLE job (
    name text PRIMARY KEY,
    begun_at timestamptz NOT NULL
);

-- Until when confirmed outbox rows are kept; set by a back-up. What is in the broker's queues is in no dump of the
-- database, so a dump is taken only when every message that may be in a queue still has its row here.
CREATE TABLE outbox_hold (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    until timestamptz NOT NULL
);
