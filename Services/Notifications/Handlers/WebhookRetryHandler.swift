import Contracts
import FoundationEssentials
import Messaging

/// Tries a delivery again.
enum WebhookRetryHandler: MessageHandler {
    typealias Store = NotificationsStore

    static func keys(of message: WebhookRetry, _ envelope: Envelope, into keys: inout NotificationsStore.Keys) {
        keys.deliveries.insert(message.deliveryID)
    }

    static func handle(
        _ message: WebhookRetry, _ context: HandlerContext, _ rows: inout NotificationsStore.Rows,
        _ out: inout Outcome
    ) throws {
        guard rows.deliveries[message.deliveryID]?.state == .retrying else { return }
        rows.send(message.deliveryID, context, &out)
    }
}
