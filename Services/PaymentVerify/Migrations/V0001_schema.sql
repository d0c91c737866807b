-- The money of each order, what was done with it, by which rules, and what the sandbox provider says of it.

CREATE TABLE payment (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL,
    version bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('pending', 'review', 'authorised', 'captured', 'voided', 'refunded',
                                         'declined', 'denied', 'cancelled')),
    custody text NOT NULL CHECK (custody IN ('gateway', 'channel', 'courier')),
    channel text NOT NULL,
    shop text NOT NULL,
    method text NOT NULL,
    amount bigint NOT NULL,                 -- what the order costs, in minor units
    currency text NOT NULL,
    authorised bigint NOT NULL,
    authorised_currency text,
    captured bigint NOT NULL,
    voided bigint NOT NULL,
    refunded bigint NOT NULL,
    reference text,
    expires_at timestamptz,
    placed_at timestamptz NOT NULL,
    email_digest bytea,
    address_digest bytea,
    verdict text NOT NULL CHECK (verdict IN ('pass', 'review', 'deny')),
    score integer NOT NULL,
    findings jsonb NOT NULL,
    hold text,
    reason jsonb,
    undoing text CHECK (undoing IN ('cancel', 'deny')),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT refunded_within_captured CHECK (0 <= refunded AND refunded <= captured),
    CONSTRAINT captured_within_authorised CHECK (captured <= authorised),
    CONSTRAINT voided_within_rest CHECK (0 <= voided AND captured + voided <= authorised),
    CONSTRAINT released_only_with_its_money CHECK (
        state NOT IN ('authorised', 'captured') OR (authorised = amount AND coalesce(authorised_currency, currency) = currency)),
    CONSTRAINT review_says_why CHECK (state <> 'review' OR hold IS NOT NULL)
) WITH (fillfactor = 70);
CREATE INDEX payment_order ON payment (order_id);
-- Earlier orders of one buyer; none of these columns ever changes.
CREATE INDEX payment_email ON payment (email_digest, placed_at) WHERE email_digest IS NOT NULL;
CREATE INDEX payment_address ON payment (address_digest, placed_at) WHERE address_digest IS NOT NULL;

-- Each movement of money, once: what we say that the provider's ledger should say.
CREATE TABLE payment_operation (
    payment_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('authorise', 'capture', 'void', 'refund')),
    ordinal integer NOT NULL CHECK (ordinal >= 0),
    amount bigint NOT NULL CHECK (amount >= 0),
    state text NOT NULL CHECK (state IN ('open', 'done', 'refused')),
    reference text,
    code text,
    message text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (payment_id, kind, ordinal)
) WITH (fillfactor = 80);

-- Commands without their last answer: the provider, or a person, is being waited for.
CREATE TABLE payment_question (
    payment_id uuid NOT NULL,
    subject text NOT NULL,
    command_id uuid NOT NULL,
    command jsonb NOT NULL,
    since timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (payment_id, subject, command_id)
);

-- Rules as data. A version never changes: decisions name it. The newest that is active is applied.
CREATE TABLE fraud_rule_set (
    version integer PRIMARY KEY,
    rules jsonb NOT NULL,
    author text NOT NULL,
    note text,
    active_from timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE fraud_decision (
    payment_id uuid NOT NULL,
    sequence bigint NOT NULL,               -- the payment's version that it made
    rule_set integer REFERENCES fraud_rule_set,     -- NULL when a person decided
    inputs jsonb,
    score integer NOT NULL,
    findings jsonb NOT NULL,
    verdict text NOT NULL CHECK (verdict IN ('pass', 'review', 'deny')),
    actor text,
    reason text,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (payment_id, sequence),
    CHECK (rule_set IS NOT NULL OR actor IS NOT NULL)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON fraud_rule_set
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON fraud_decision
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Whom a person has decided about. Only the digest of the value is kept, see README.
CREATE TABLE fraud_list (
    kind text NOT NULL CHECK (kind IN ('email', 'phone', 'address', 'token')),
    digest bytea NOT NULL CHECK (length(digest) = 16),
    effect text NOT NULL CHECK (effect IN ('deny', 'review', 'allow')),
    reason text NOT NULL,
    author text NOT NULL,
    expires_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (digest, kind)
);

-- A marketplace has judged its buyers itself, so only the lists apply to what it was paid for.
INSERT INTO fraud_rule_set (version, author, note, rules) VALUES (1, 'waybill', 'the rules that Waybill comes with', '{
    "review": 50,
    "deny": 90,
    "rules": [
        {"id": "lists", "kind": "list"},
        {"id": "email_velocity", "kind": "velocity", "subject": "email", "window": 86400, "limit": 20, "score": 50,
         "methods": ["card", "cash_on_delivery"]},
        {"id": "address_velocity", "kind": "velocity", "subject": "address", "window": 86400, "limit": 40, "score": 50,
         "methods": ["card", "cash_on_delivery"]},
        {"id": "large_amount", "kind": "amount", "score": 50, "methods": ["card", "cash_on_delivery"],
         "limits": {"EUR": 1000000, "USD": 1000000, "GBP": 1000000, "CHF": 1000000, "CAD": 1500000, "AUD": 1500000,
                    "TRY": 40000000, "BRL": 6000000, "JPY": 1500000}},
        {"id": "country_mismatch", "kind": "country_mismatch", "score": 20, "methods": ["card"]}
    ]
}');

-- The sandbox provider's own books. Services do not read them; the auditor and the tests compare.
CREATE TABLE sandbox_provider (
    key text PRIMARY KEY,
    kind text NOT NULL,
    authorisation text,                     -- the reference of the authorisation that it is about
    reference text NOT NULL,
    token text,
    amount bigint NOT NULL,
    currency text NOT NULL,
    is_done boolean NOT NULL,
    answer jsonb NOT NULL,
    calls integer NOT NULL DEFAULT 1,       -- how often the key was sent; it is carried out once
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sandbox_provider_authorisation ON sandbox_provider (authorisation) WHERE authorisation IS NOT NULL;
CREATE INDEX sandbox_provider_reference ON sandbox_provider (reference) WHERE kind = 'authorise';
