import Postgres

/// SQL of the effects.
enum EffectStore {
    /// Two requests with one key are one effect. Those that this process runs itself right after the commit are
    /// claimed at once: `slot` is set, and the first attempt is counted.
    static let insert = Statement(
        "effect_insert",
        """
        INSERT INTO effect (key, id, kind, order_id, state, slot, attempts, request, command)
        SELECT key, id, kind, order_id, CASE WHEN slot IS NULL THEN 0 ELSE 1 END, slot,
               CASE WHEN slot IS NULL THEN 0 ELSE 1 END, request, command
        FROM (SELECT unnest($1::text[]), unnest($2::uuid[]), unnest($3::text[]), unnest($4::uuid[]), unnest($5::int4[]),
                     unnest($6::bytea[]), unnest($7::bytea[]))
            AS m (key, id, kind, order_id, slot, request, command)
        ON CONFLICT DO NOTHING
        RETURNING key
        """)

    /// The effect is finished, unless another process finished it first. Of one that was done nobody asks any more what was
    /// asked for: what came of it stands in the service's own rows.
    static let finish = Statement(
        "effect_finish",
        """
        UPDATE effect e SET state = m.state, answer = m.answer, reason = m.reason, finished_at = now(), slot = NULL,
            request = CASE m.state WHEN 2 THEN '{}' ELSE e.request END,
            command = CASE m.state WHEN 2 THEN '{}' ELSE e.command END
        FROM (SELECT unnest($1::text[]), unnest($2::int2[]), unnest($3::bytea[]), unnest($4::text[]))
            AS m (key, state, answer, reason)
        WHERE e.key = m.key AND e.state IN (0, 1)
        RETURNING e.id
        """)

    /// So far attempts are counted.
    static let mostAttempts = 32_000

    /// As many of each kind as there is room for: a kind whose other side is slow takes no other's place.
    static let claim = Statement(
        "effect_claim",
        """
        WITH due AS MATERIALIZED (
            SELECT d.key FROM (SELECT unnest($2::text[]), unnest($3::int8[])) AS k (kind, room)
            CROSS JOIN LATERAL (
                SELECT key FROM effect WHERE state = 0 AND next_at <= now() AND effect.kind = k.kind
                ORDER BY next_at LIMIT k.room FOR NO KEY UPDATE SKIP LOCKED) d
        )
        UPDATE effect e SET state = 1, slot = $1::int4, attempts = least(e.attempts::int4 + 1, 32000)
        FROM due WHERE e.key = due.key
        RETURNING e.key, e.id, e.kind, e.attempts, e.request, e.command, e.discarded, e.left_nothing
        """)

    /// Opens an effect again after a failure that may pass: delay in microseconds; NULL parks it. The attempt keeps out
    /// a claimant that was taken for dead: what another has claimed since is not its to open.
    static let reopen = Statement(
        "effect_reopen",
        """
        UPDATE effect SET state = CASE WHEN $2::int8 IS NULL THEN 4 ELSE 0 END, slot = NULL, reason = $3::text,
            next_at = now() + coalesce($2::int8, 0) * interval '1 microsecond',
            left_nothing = least(left_nothing + $5::bool::int4, 32000)
        WHERE key = $1::text AND state = 1 AND attempts = $4::int2
        """)

    /// The claimant is gone: its calls may have been made, which the next attempt asks about.
    static let orphan = Statement(
        "effect_orphan",
        "UPDATE effect SET state = 0, slot = NULL, next_at = now() WHERE state = 1 AND slot = $1::int4")

    /// Counts anew, and as a repeat: what a person has tried again, somebody may have done by hand meanwhile.
    static let retryParked = Statement(
        "effect_retry_parked",
        """
        UPDATE effect SET state = 0, next_at = now(), attempts = 1, left_nothing = 0, actor = $2
        WHERE state = 4 AND (id = ANY($1::uuid[]) OR cardinality($1::uuid[]) = 0)
        """)

    /// Whoever asked for the effect must hear of it: it is claimed once more, and refused without a call.
    static let discardParked = Statement(
        "effect_discard_parked",
        """
        UPDATE effect SET state = 0, next_at = now(), discarded = $2::text, actor = $3
        WHERE state = 4 AND id = ANY($1::uuid[])
        """)
}
