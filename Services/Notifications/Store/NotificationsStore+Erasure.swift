public import FoundationEssentials
public import Postgres

extension NotificationsStore {
    private static let recipients = Statement(
        "notification_erasure", "UPDATE notification SET recipient = NULL WHERE order_id = ANY($1::uuid[])")

    public func erasePersonalData(of orderIDs: [UUID], in transaction: inout Transaction) throws {
        try transaction.send(Self.recipients, orderIDs)
    }
}
