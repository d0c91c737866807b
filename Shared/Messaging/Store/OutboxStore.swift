import Postgres

/// SQL of the outbox, its slots, and the stored replies.
enum OutboxStore {
    static let insert = Statement(
        "outbox_insert",
        """
        INSERT INTO outbox (id, exchange, routing_key, envelope)
        SELECT unnest($1::int8[]), unnest($2::text[]), unnest($3::text[]), unnest($4::bytea[])
        """)

    /// Whether a back-up holds it.
    static let isHeld = Statement(
        "outbox_is_held", "SELECT EXISTS (SELECT FROM outbox_hold WHERE until > now())")

    static let delete = Statement("outbox_delete", "DELETE FROM outbox WHERE id = ANY($1::int8[])")

    static let markReturned = Statement(
        "outbox_mark_returned",
        """
        UPDATE outbox o SET returned = m.reason FROM (SELECT unnest($1::int8[]), unnest($2::text[]))
            AS m (id, reason) WHERE o.id = m.id
        """)

    static let retryReturned = Statement(
        "outbox_retry_returned", "UPDATE outbox SET returned = NULL WHERE returned IS NOT NULL")

    static let nextSlot = Statement("slot_next", "SELECT nextval('slot')::int4")

    /// The lock's first key is the schema, so that services in one database do not meet.
    static let lockSlot = Statement(
        "slot_lock", "SELECT pg_advisory_lock(hashtext(current_schema()::text), $1::int4)")
    static let tryLockSlot = Statement(
        "slot_try_lock", "SELECT pg_try_advisory_lock(hashtext(current_schema()::text), $1::int4)")
    static let unlockSlot = Statement(
        "slot_unlock", "SELECT pg_advisory_unlock(hashtext(current_schema()::text), $1::int4)")

    /// Held, beside slots, by every session of a program that reads packs; no slot has this number.
    static let readsPacks = Statement(
        "slot_reads_packs", "SELECT pg_advisory_lock_shared(hashtext(current_schema()::text), -1)")

    /// Whether a program of a release before that, which could not read a pack that it finds, has a slot of this service.
    static let isOlderThere = Statement(
        "slot_older",
        """
        SELECT EXISTS (
            SELECT FROM pg_locks
            WHERE locktype = 'advisory' AND objsubid = 2 AND classid = hashtext(current_schema()::text)::oid
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            GROUP BY pid HAVING NOT bool_or(objid = (-1)::oid))
        """)

    /// Slots that have something left to do.
    static let slotsInUse = Statement(
        "slots_in_use",
        """
        SELECT DISTINCT (id >> 32)::int4 FROM outbox WHERE returned IS NULL
        UNION SELECT slot FROM effect WHERE state = 1
        """)

    /// Ids alone: most of what is there is under way already, and a pack is worth reading only to be published.
    static let ofSlot = Statement(
        "outbox_of_slot",
        "SELECT id FROM outbox WHERE id >= $1::int8 AND id < $2::int8 AND returned IS NULL ORDER BY id LIMIT 1000")

    /// Rows that nobody has got rid of for half a minute may be published by anyone: a repeat collapses.
    static let overdue = Statement(
        "outbox_overdue",
        """
        SELECT id FROM outbox
        WHERE created_at < now() - interval '30 seconds' AND returned IS NULL ORDER BY id LIMIT 500
        """)

    static let left = Statement(
        "outbox_left",
        """
        SELECT id, exchange, routing_key, envelope FROM outbox
        WHERE id = ANY($1::int8[]) AND returned IS NULL ORDER BY id
        """)

    static let insertReplies = Statement(
        "reply_insert",
        """
        INSERT INTO reply (command_id, message_id, exchange, routing_key, envelope)
        SELECT unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::text[]), unnest($4::text[]), unnest($5::bytea[])
        ON CONFLICT DO NOTHING
        """)

    static let repliesTo = Statement(
        "reply_to",
        """
        SELECT exchange, routing_key, envelope, command_id FROM reply WHERE command_id = ANY($1::uuid[])
        ORDER BY command_id, created_at, message_id
        """)
}
