import Contracts
import Messaging

/// Something that the customer is told, and the shop with its webhooks.
enum MilestoneReachedHandler: MessageHandler {
    typealias Store = NotificationsStore

    static func keys(of message: MilestoneReached, _ envelope: Envelope, into keys: inout NotificationsStore.Keys) {
        let key = MilestoneNotification.key(message.milestone, of: message.aggregate)
        keys.notifications.insert(MilestoneNotification.id(ofKey: key))
        keys.announcements.insert(.init(message.order))
    }

    static func handle(
        _ message: MilestoneReached, _ context: HandlerContext, _ rows: inout NotificationsStore.Rows,
        _ out: inout Outcome
    ) throws {
        guard try Notifying.tell(message, context, &rows, &out) else { return }
        rows.announce(
            WebhookBody.type(of: message),
            key: MilestoneNotification.key(message.milestone, of: message.aggregate),
            body: WebhookBody.text(of: message, at: context.envelope.time), of: message.order, context, &out)
    }
}
