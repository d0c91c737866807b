import Contracts
import FoundationEssentials
import Postgres

/// SQL of the inbox.
enum InboxStore {
    static let databaseTime = Statement("database_time", "SELECT now()")

    /// Ids that were not there come back. Sorted, since two batches with the same repeats would otherwise deadlock.
    static let insert = Statement(
        "inbox_insert",
        """
        INSERT INTO inbox (order_id, id, hash, type, source, causation_id, sent_at, routing_key, user_id)
        SELECT unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::bytea[]), unnest($4::text[]), unnest($5::text[]),
               unnest($6::uuid[]), unnest($7::timestamptz[]), unnest($8::text[]), unnest($9::text[])
        ON CONFLICT DO NOTHING
        RETURNING id
        """)

    /// What became of messages that were there already.
    static let seen = Statement(
        "inbox_seen",
        """
        SELECT i.id, i.hash, i.state FROM inbox i
        JOIN unnest($1::uuid[], $2::uuid[]) AS m (order_id, id) ON i.order_id = m.order_id AND i.id = m.id
        """)

    /// Retries that are still to be run; locked, in the order of the key.
    static let lockRetrying = Statement(
        "inbox_lock_retrying",
        """
        SELECT i.id FROM inbox i
        JOIN unnest($1::uuid[], $2::uuid[]) AS m (order_id, id) ON i.order_id = m.order_id AND i.id = m.id
        WHERE i.state = 1 ORDER BY i.order_id, i.id FOR NO KEY UPDATE OF i
        """)

    static let markApplied = Statement(
        "inbox_mark_applied",
        """
        UPDATE inbox i SET state = 0, next_at = NULL, envelope = NULL, unended = 0, received_at = now()
        FROM (SELECT unnest($1::uuid[]), unnest($2::uuid[])) AS m (order_id, id) WHERE i.order_id = m.order_id AND i.id = m.id
        """)

    /// Delay in microseconds from now for those to be tried again, NULL for those to be parked.
    static let keep = Statement(
        "inbox_keep",
        """
        UPDATE inbox i SET state = CASE WHEN m.delay IS NULL THEN 2 ELSE 1 END, attempts = m.attempts,
            next_at = now() + m.delay * interval '1 microsecond', reason = m.reason, envelope = m.envelope,
            unended = m.unended
        FROM (SELECT unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::int8[]), unnest($4::int2[]), unnest($5::text[]),
                     unnest($6::bytea[]), unnest($7::int2[]))
            AS m (order_id, id, delay, attempts, reason, envelope, unended)
        WHERE i.order_id = m.order_id AND i.id = m.id
        """)

    /// A message that may not take the place of another: unreadable, refused, or the same id with another content.
    static let park = Statement(
        "inbox_park",
        """
        INSERT INTO inbox (order_id, id, hash, type, source, sent_at, routing_key, user_id, state, reason, envelope)
        SELECT order_id, id, hash, type, source, now(), routing_key, user_id, 2, reason, envelope
        FROM (SELECT unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::bytea[]), unnest($4::text[]), unnest($5::text[]),
                     unnest($6::text[]), unnest($7::text[]), unnest($8::text[]), unnest($9::bytea[]))
            AS m (order_id, id, hash, type, source, routing_key, user_id, reason, envelope)
        ON CONFLICT DO NOTHING
        """)

    /// Takes retries whose time has come. The attempt is counted and committed before the run, so that a crash counts;
    /// the lease keeps others away meanwhile. The run of a suspect is counted when its turn comes, since a crash before
    /// says nothing about it.
    static let claimRetries = Statement(
        "inbox_claim_retries",
        """
        UPDATE inbox i SET attempts = i.attempts + 1,
            unended = i.unended + CASE WHEN i.unended < $2::int4 THEN 1 ELSE 0 END, next_at = now() + interval '60 seconds'
        FROM (SELECT order_id, id FROM inbox WHERE state = 1 AND next_at <= now()
              ORDER BY next_at LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED) d
        WHERE i.order_id = d.order_id AND i.id = d.id
        RETURNING i.envelope, i.attempts, i.routing_key, i.user_id, i.unended
        """)

    static let countRun = Statement(
        "inbox_count_run",
        "UPDATE inbox SET unended = unended + 1 WHERE order_id = $1::uuid AND id = $2::uuid AND state = 1")

    static let retryParked = Statement(
        "inbox_retry_parked",
        """
        UPDATE inbox SET state = 1, attempts = 0, unended = 0, next_at = now(), actor = $3
        WHERE state = 2 AND (id = ANY($1::uuid[]) OR (cardinality($1::uuid[]) = 0 AND ($2::text IS NULL OR type = $2)))
        """)

    static let discardParked = Statement(
        "inbox_discard_parked",
        """
        UPDATE inbox SET state = 3, reason = coalesce(reason, '') || ' | discarded: ' || $2, actor = $3
        WHERE state = 2 AND id = ANY($1::uuid[])
        """)
}
