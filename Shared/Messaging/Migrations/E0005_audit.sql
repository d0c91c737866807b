-- What was sent and is remembered nowhere else, so that the auditor can compare each sender with each receiver: replies
-- are in `reply`, and a service that keeps a log of its own says so. A row goes with the inbox rows of its order.
CREATE TABLE sent (
    order_id uuid NOT NULL,
    id uuid NOT NULL,
    type text NOT NULL,
    exchange text NOT NULL,
    routing_key text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (order_id, id)
);

-- An audit reads what is new since the last one. These tables are appended to, so an index of block ranges is enough,
-- and costs next to nothing to keep.
CREATE INDEX sent_at ON sent USING brin (at) WITH (pages_per_range = 32);
CREATE INDEX reply_created_at ON reply USING brin (created_at) WITH (pages_per_range = 32);

-- Whose personal data was erased, by whom and why. It holds none itself.
CREATE TABLE erasure (
    order_id uuid PRIMARY KEY,
    actor text NOT NULL,
    reason text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);

-- A document without what says who somebody is. Goods, money, countries, languages and times stay. The same for the log
-- of an order as for its row, so that a replay of the one still gives the other.
CREATE FUNCTION erased(document jsonb) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF jsonb_typeof(document) = 'array' THEN
        RETURN (SELECT coalesce(jsonb_agg(erased(e.value) ORDER BY e.position), '[]')
                FROM jsonb_array_elements(document) WITH ORDINALITY AS e (value, position));
    ELSIF jsonb_typeof(document) <> 'object' THEN
        RETURN document;
    ELSIF document ? 'line1' THEN
        -- A postal address.
        RETURN jsonb_build_object('line1', 'erased', 'city', 'erased', 'country', document -> 'country');
    END IF;
    RETURN (SELECT coalesce(jsonb_object_agg(m.key, CASE
            -- A site's own address says nothing of the customer.
            WHEN m.key = 'shipFrom' THEN m.value
            WHEN m.key = 'customer' AND jsonb_typeof(m.value) = 'object'
                THEN jsonb_strip_nulls(jsonb_build_object('language', m.value -> 'language'))
            WHEN m.key IN ('email', 'phone', 'payerName', 'payerEmail', 'recipient', 'note') AND jsonb_typeof(m.value) = 'string'
                THEN '"erased"'
            ELSE erased(m.value) END), '{}')
        FROM jsonb_each(document) AS m (key, value));
END $$;

-- Bytes that were kept as they came. What is no document is dropped whole.
CREATE FUNCTION erased(document bytea) RETURNS bytea LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN convert_to(erased(convert_from(document, 'UTF8')::jsonb)::text, 'UTF8');
EXCEPTION WHEN data_exception THEN
    RETURN '{"erased": true}';
END $$;
