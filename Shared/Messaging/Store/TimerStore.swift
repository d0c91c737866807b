import Postgres

/// SQL of the timers. Deadlines are counted on the database's clock.
enum TimerStore {
    static let set = Statement(
        "timer_set",
        """
        INSERT INTO timer (key, id, due_at, envelope)
        SELECT key, id, now() + delay * interval '1 microsecond', envelope
        FROM unnest($1::text[], $2::uuid[], $3::int8[], $4::bytea[]) AS m (key, id, delay, envelope)
        ON CONFLICT (key) DO UPDATE SET id = excluded.id, due_at = excluded.due_at, envelope = excluded.envelope
        """)

    static let cancel = Statement("timer_cancel", "DELETE FROM timer WHERE key = ANY($1::text[])")

    /// Timers that are due, as seen `$1` microseconds ago: a service that was stopped reads its queue first.
    static let due = Statement(
        "timer_due",
        """
        SELECT key, envelope FROM timer WHERE due_at <= now() - $1::int8 * interval '1 microsecond'
        ORDER BY due_at LIMIT 500
        """)

    /// Takes timers that are still set as they were read; one that was cancelled or set anew does not come back.
    static let take = Statement(
        "timer_take",
        """
        DELETE FROM timer t USING unnest($1::text[], $2::uuid[]) AS m (key, id) WHERE t.key = m.key AND t.id = m.id
        RETURNING t.id
        """)
}
