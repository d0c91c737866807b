import Contracts
import FoundationEssentials
import Messaging
import Postgres

/// SQL of `notification`.
enum NotificationTable {
    private static let select = Statement(
        "notification_select",
        """
        SELECT id, order_id, milestone, aggregate, language, recipient, subject, message_id, state, reason_code, reason,
               sent_at, version
        FROM notification WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE
        """)

    private static let insert = Statement(
        "notification_insert",
        """
        INSERT INTO notification (id, order_id, milestone, aggregate, channel, language, recipient, subject, message_id,
                                  state, reason_code, reason, sent_at, version)
        SELECT unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::text[]), unnest($4::uuid[]), unnest($5::text[]),
               unnest($6::text[]), unnest($7::text[]), unnest($8::text[]), unnest($9::text[]), unnest($10::text[]),
               unnest($11::text[]), unnest($12::text[]), unnest($13::timestamptz[]), unnest($14::int8[])
        """)

    /// What was written to whom never changes; the recipient may have been erased meanwhile, and stays erased.
    private static let update = Statement(
        "notification_update",
        """
        UPDATE notification n SET state = m.state, reason_code = m.reason_code, reason = m.reason, sent_at = m.sent_at,
            version = m.version, updated_at = now()
        FROM (SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]),
                     unnest($5::timestamptz[]), unnest($6::int8[]))
            AS m (id, state, reason_code, reason, sent_at, version)
        WHERE n.id = m.id
        """)

    /// A bounded piece at a time, so that it never holds up the sending. The row stays: it is what keeps an e-mail from
    /// being sent twice.
    private static let forget = Statement(
        "notification_forget",
        """
        UPDATE notification SET recipient = NULL, updated_at = now() WHERE id IN (
            SELECT id FROM notification
            WHERE recipient IS NOT NULL AND state <> 'pending'
                AND created_at < now() - $1::int8 * interval '1 microsecond'
            ORDER BY created_at LIMIT 1000 FOR NO KEY UPDATE SKIP LOCKED)
        """)

    static func select(_ ids: Set<UUID>, in transaction: inout Transaction) throws -> Ticket {
        try transaction.send(select, Array(ids))
    }

    static func read(
        _ ticket: Ticket, in transaction: inout Transaction
    ) throws -> Table<UUID, MilestoneNotification> {
        var table = Table<UUID, MilestoneNotification>()
        for row in try transaction.read(ticket) {
            let code = try row.stringOrNil(9)
            let reason = try row.stringOrNil(10)
            let notification = MilestoneNotification(
                id: try row.uuid(0), orderID: try row.uuid(1), milestone: Milestone(rawValue: try row.string(2)),
                aggregate: try row.uuid(3), language: MailLanguage(tag: try row.string(4)),
                recipient: try row.stringOrNil(5), subject: try row.string(6), messageID: try row.string(7),
                state: MilestoneNotification.State(rawValue: try row.string(8)),
                reason: code.map { Reason(code: $0, message: reason ?? "") },
                sentAt: try row.timestampOrNil(11).map(Timestamp.init(microseconds:)), version: try row.int64(12))
            table.load(notification, as: notification.id)
        }
        return table
    }

    /// Erases the addresses of what was settled longer ago than this.
    static func forgetRecipients(after microseconds: Int64, in transaction: inout Transaction) throws {
        try transaction.send(forget, microseconds)
    }

    static func write(
        _ table: Table<UUID, MilestoneNotification>, in transaction: inout Transaction
    ) throws {
        let new = sorted(table.inserted)
        if !new.isEmpty {
            try transaction.send(
                insert, new.map(\.id), new.map(\.orderID), new.map(\.milestone.rawValue), new.map(\.aggregate),
                new.map { _ in MilestoneNotification.channel }, new.map(\.language.rawValue), new.map(\.recipient),
                new.map(\.subject), new.map(\.messageID), new.map(\.state.rawValue), new.map { $0.reason?.code },
                new.map { $0.reason?.message }, new.map { $0.sentAt?.postgresTimestamp }, new.map(\.version))
        }
        let changed = sorted(table.updated)
        if !changed.isEmpty {
            try transaction.send(
                update, changed.map(\.id), changed.map(\.state.rawValue), changed.map { $0.reason?.code },
                changed.map { $0.reason?.message }, changed.map { $0.sentAt?.postgresTimestamp },
                changed.map(\.version))
        }
    }

    private static func sorted(_ notifications: [MilestoneNotification]) -> [MilestoneNotification] {
        notifications.sorted { $0.id < $1.id }
    }
}
