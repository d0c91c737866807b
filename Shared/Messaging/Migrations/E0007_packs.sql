-- An outbox row holds one envelope or a pack: an array of envelopes that go the same way.

CREATE FUNCTION order_ids(packed bytea) RETURNS uuid[] LANGUAGE sql STABLE AS $$
    SELECT array_agg((i #>> '{}')::uuid)
    FROM jsonb_path_query(convert_from(packed, 'UTF8')::jsonb, 'lax $[*].orderid') AS i
$$;

-- A pack without what says who some people are; the envelopes of other orders stay as they are.
CREATE FUNCTION erased(packed bytea, orders uuid[]) RETURNS bytea LANGUAGE plpgsql STABLE AS $$
DECLARE
    document jsonb := convert_from(packed, 'UTF8')::jsonb;
BEGIN
    IF jsonb_typeof(document) <> 'array' THEN RETURN erased(packed); END IF;
    RETURN (SELECT convert_to(jsonb_agg(
                CASE WHEN (e.value ->> 'orderid')::uuid = ANY(orders) THEN erased(e.value) ELSE e.value END
                ORDER BY e.position)::text, 'UTF8')
            FROM jsonb_array_elements(document) WITH ORDINALITY AS e (value, position));
END $$;
