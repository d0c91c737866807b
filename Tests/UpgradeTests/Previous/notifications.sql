-- What notifications of 4ff4255 asks its database. Made by deploy/record-statements.
-- migration: V0001_notifications

-- statement: notification_select (Services/Notifications/Store/NotificationTable.swift)
SELECT id, order_id, milestone, aggregate, language, recipient, subject, message_id, state, reason_code, reason,
       sent_at, version
FROM notification WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE

-- statement: notification_insert (Services/Notifications/Store/NotificationTable.swift)
INSERT INTO notification (id, order_id, milestone, aggregate, channel, language, recipient, subject, message_id,
                          state, reason_code, reason, sent_at, version)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[],
                     $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::timestamptz[],
                     $14::int8[])

-- statement: notification_update (Services/Notifications/Store/NotificationTable.swift)
UPDATE notification n SET state = m.state, reason_code = m.reason_code, reason = m.reason, sent_at = m.sent_at,
    version = m.version, updated_at = now()
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::int8[])
    AS m (id, state, reason_code, reason, sent_at, version)
WHERE n.id = m.id

-- statement: notification_forget (Services/Notifications/Store/NotificationTable.swift)
UPDATE notification SET recipient = NULL, updated_at = now() WHERE id IN (
    SELECT id FROM notification
    WHERE recipient IS NOT NULL AND state <> 'pending'
        AND created_at < now() - $1::int8 * interval '1 microsecond'
    ORDER BY created_at LIMIT 1000 FOR NO KEY UPDATE SKIP LOCKED)
