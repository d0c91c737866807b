import Postgres

/// SQL of the rules, the lists, the counts and the decisions.
enum FraudSQL {
    static let activeRules = Statement(
        "fraud_rule_set_active",
        """
        SELECT version, rules FROM fraud_rule_set WHERE active_from <= now()
        ORDER BY active_from DESC, version DESC LIMIT 1
        """)

    static let listings = Statement(
        "fraud_list_load",
        """
        SELECT kind, digest, effect, reason FROM fraud_list
        WHERE digest = ANY($1::bytea[]) AND (expires_at IS NULL OR expires_at > now())
        """)

    /// When a buyer placed the orders of the day before. A buyer with more than 500 of them has enough for any rule.
    static let earlierByEmail = Statement(
        "payment_earlier_by_email",
        """
        SELECT m.digest, e.placed_at FROM (SELECT unnest($1::bytea[]), unnest($2::timestamptz[])) AS m (digest, at)
        JOIN LATERAL (
            SELECT p.placed_at FROM payment p
            WHERE p.email_digest = m.digest AND p.placed_at > m.at - interval '24 hours' AND p.placed_at <= m.at
            ORDER BY p.placed_at DESC LIMIT 500) e ON true
        """)

    static let earlierByAddress = Statement(
        "payment_earlier_by_address",
        """
        SELECT m.digest, e.placed_at FROM (SELECT unnest($1::bytea[]), unnest($2::timestamptz[])) AS m (digest, at)
        JOIN LATERAL (
            SELECT p.placed_at FROM payment p
            WHERE p.address_digest = m.digest AND p.placed_at > m.at - interval '24 hours' AND p.placed_at <= m.at
            ORDER BY p.placed_at DESC LIMIT 500) e ON true
        """)

    static let appendListChanges = Statement(
        "fraud_list_change_append",
        """
        INSERT INTO fraud_list_change (kind, digest, effect, reason, actor)
        SELECT unnest($1::text[]), unnest($2::bytea[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[])
        """)

    static let list = Statement(
        "fraud_list_set",
        """
        INSERT INTO fraud_list (kind, digest, effect, reason, author, expires_at)
        SELECT unnest($1::text[]), unnest($2::bytea[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[]),
               unnest($6::timestamptz[])
        ON CONFLICT (digest, kind) DO UPDATE SET effect = excluded.effect, reason = excluded.reason,
            author = excluded.author, expires_at = excluded.expires_at, created_at = now()
        """)

    static let unlist = Statement(
        "fraud_list_remove",
        """
        DELETE FROM fraud_list l USING unnest($1::text[], $2::bytea[]) AS m (kind, digest)
        WHERE l.kind = m.kind AND l.digest = m.digest
        """)

    static let appendDecisions = Statement(
        "fraud_decision_append",
        """
        INSERT INTO fraud_decision (payment_id, sequence, rule_set, inputs, score, findings, verdict, actor, reason)
        SELECT unnest($1::uuid[]), unnest($2::int8[]), unnest($3::int8[]), unnest($4::jsonb[]), unnest($5::int8[]),
               unnest($6::jsonb[]), unnest($7::text[]), unnest($8::text[]), unnest($9::text[])
        """)
}
