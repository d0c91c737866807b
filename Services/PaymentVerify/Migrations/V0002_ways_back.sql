-- Refunds by their ids, to the line; authorisations after the first; disputes; who is on the fraud list, and why.

ALTER TABLE payment
    ADD COLUMN token text,                      -- the provider's, to authorise again when an authorisation has lapsed
    ADD COLUMN lost bigint NOT NULL DEFAULT 0,  -- taken back by the provider after disputes
    ADD CONSTRAINT given_back_within_captured CHECK (lost >= 0 AND refunded + lost <= captured);
ALTER TABLE payment DROP CONSTRAINT payment_custody_check;
ALTER TABLE payment ADD CONSTRAINT payment_custody_check CHECK (custody IN ('gateway', 'channel', 'courier', 'shop'));

ALTER TABLE payment_operation
    ADD COLUMN refund_id uuid,                          -- NULL: of a cancel, or no refund
    ADD COLUMN authorisation integer NOT NULL DEFAULT 0 CHECK (authorisation >= 0),     -- which one it is about
    ADD COLUMN lines jsonb;                             -- what a refund is for
CREATE UNIQUE INDEX payment_operation_refund ON payment_operation (payment_id, refund_id, authorisation)
    WHERE refund_id IS NOT NULL;

-- The provider's idempotency key of each operation, as MoneyOperation.providerKey makes it.
CREATE VIEW payment_key AS
SELECT payment_id, kind, ordinal, amount, state, updated_at,
       kind || '/' || payment_id::text || '/' || coalesce(refund_id::text, ordinal::text)
           || CASE WHEN kind <> 'authorise' AND authorisation > 0 THEN '/' || authorisation ELSE '' END AS key
FROM payment_operation;

-- Per order line: never more back than it cost. Without amount and quantity only what went back is known.
CREATE TABLE payment_line (
    payment_id uuid NOT NULL,
    line_id text NOT NULL,
    quantity integer CHECK (quantity >= 0),
    amount bigint CHECK (amount >= 0),
    refunded_quantity integer NOT NULL DEFAULT 0 CHECK (refunded_quantity >= 0),
    refunded bigint NOT NULL DEFAULT 0 CHECK (refunded >= 0),
    PRIMARY KEY (payment_id, line_id),
    CONSTRAINT line_refunded_within_its_amount CHECK (refunded <= amount),
    CONSTRAINT line_refunded_within_its_quantity CHECK (refunded_quantity <= quantity)
) WITH (fillfactor = 80);

CREATE TABLE payment_dispute (
    payment_id uuid NOT NULL,
    dispute_id text NOT NULL,
    amount bigint NOT NULL CHECK (amount >= 0),
    reason text NOT NULL,
    status text NOT NULL CHECK (status IN ('opened', 'won', 'lost')),
    taken bigint NOT NULL DEFAULT 0 CHECK (taken BETWEEN 0 AND amount),     -- of the payment's `lost`
    actor text NOT NULL,
    opened_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (payment_id, dispute_id)
);

-- Every change of the list, for ever.
CREATE TABLE fraud_list_change (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    digest bytea NOT NULL,
    effect text CHECK (effect IN ('deny', 'review', 'allow')),      -- NULL: taken off
    reason text NOT NULL,
    actor text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON fraud_list_change
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
