-- One row per message to a customer: an order, parcel or refund has each milestone told once per channel.
-- The customer's address is in `recipient` and nowhere else in this schema's own tables.
CREATE TABLE notification (
    id uuid PRIMARY KEY,                    -- made of (channel, milestone, aggregate)
    order_id uuid NOT NULL,
    milestone text NOT NULL,
    aggregate uuid NOT NULL,                -- the order, parcel or refund
    channel text NOT NULL CHECK (channel IN ('email')),
    language text NOT NULL,
    recipient text,
    subject text NOT NULL,
    state text NOT NULL CHECK (state IN ('pending', 'sent', 'refused', 'no_address')),
    reason_code text,                       -- why it was refused
    reason text,
    message_id text NOT NULL,
    sent_at timestamptz,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (aggregate, milestone, channel),
    CHECK ((state = 'sent') = (sent_at IS NOT NULL)),
    CHECK ((state = 'refused') = (reason_code IS NOT NULL))
) WITH (fillfactor = 80);
CREATE INDEX notification_of_order ON notification (order_id);
CREATE INDEX notification_to_forget ON notification (created_at) WHERE recipient IS NOT NULL;
