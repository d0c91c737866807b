public import FoundationEssentials
public import Postgres

extension NotificationsStore {
    private static let recipients = Statement(
        "notification_erasure", "UPDATE notification SET recipient = NULL WHERE order_id = ANY($1::uuid[])")

    /// What shops were told; a replay tells them no more than this.
    private static let webhooks = Statement(
        "webhook_erasure",
        "UPDATE webhook_delivery SET body = erased(body::jsonb)::text WHERE order_id = ANY($1::uuid[])")

    public func erasePersonalData(of orderIDs: [UUID], in transaction: inout Transaction) throws {
        try transaction.send(Self.recipients, orderIDs)
        try transaction.send(Self.webhooks, orderIDs)
    }
}
