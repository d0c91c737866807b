import Postgres

/// SQL of the timers. Deadlines are counted on the database's clock.
enum TimerStore {
    static let set = Statement(
        "timer_set",
        """
        INSERT INTO timer (key, id, due_at, envelope, order_id)
        SELECT key, id, now() + delay * interval '1 microsecond', envelope, order_id
        FROM (SELECT unnest($1::text[]), unnest($2::uuid[]), unnest($3::int8[]), unnest($4::bytea[]), unnest($5::uuid[]))
            AS m (key, id, delay, envelope, order_id)
        ON CONFLICT (key) DO UPDATE
        SET id = excluded.id, due_at = excluded.due_at, envelope = excluded.envelope, order_id = excluded.order_id, runs = 0
        """)

    static let cancel = Statement("timer_cancel", "DELETE FROM timer WHERE key = ANY($1::text[])")

    static let due = Statement(
        "timer_due",
        """
        SELECT key, envelope, runs FROM timer WHERE due_at <= least(now(), $1::timestamptz) ORDER BY due_at LIMIT 500
        """)

    /// Committed before the runs, so that what processes die of is known.
    static let countRuns = Statement(
        "timer_count_runs",
        """
        UPDATE timer SET runs = runs + 1 WHERE key IN
            (SELECT key FROM timer WHERE key = ANY($1::text[]) ORDER BY key FOR NO KEY UPDATE SKIP LOCKED)
        """)

    /// Of timers that were dropped before their turn. Those in a batch are locked, and were begun.
    static let uncountRuns = Statement(
        "timer_uncount_runs",
        """
        UPDATE timer SET runs = runs - 1 WHERE runs > 0 AND key IN
            (SELECT key FROM timer WHERE key = ANY($1::text[]) ORDER BY key FOR NO KEY UPDATE SKIP LOCKED)
        """)

    /// Takes timers that are still set as they were read; one that was cancelled or set anew does not come back.
    static let take = Statement(
        "timer_take",
        """
        DELETE FROM timer t USING unnest($1::text[], $2::uuid[]) AS m (key, id) WHERE t.key = m.key AND t.id = m.id
        RETURNING t.id
        """)
}
