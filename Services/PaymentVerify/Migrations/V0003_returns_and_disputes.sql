-- Which return a refund settles, so that its customer is told of it once; what open disputes claim.

ALTER TABLE payment_operation ADD COLUMN return_id uuid;

ALTER TABLE payment
    ADD COLUMN disputed bigint NOT NULL DEFAULT 0 CHECK (disputed >= 0);    -- minor units, of disputes that are open
UPDATE payment p SET disputed = d.amount
FROM (SELECT payment_id, sum(amount)::int8 AS amount FROM payment_dispute WHERE status = 'opened' GROUP BY payment_id) d
WHERE d.payment_id = p.id;
