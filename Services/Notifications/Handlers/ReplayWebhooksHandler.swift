import Contracts
import FoundationEssentials
import Messaging

/// An operator sends deliveries once more, under the webhook-ids that they had.
enum ReplayWebhooksHandler: MessageHandler {
    typealias Store = NotificationsStore

    static func keys(of message: ReplayWebhooks, _ envelope: Envelope, into keys: inout NotificationsStore.Keys) {
        keys.deliveries.formUnion(message.deliveries)
        if let endpoint = message.endpointID { keys.parkedAt.insert(endpoint) }
    }

    static func handle(
        _ message: ReplayWebhooks, _ context: HandlerContext, _ rows: inout NotificationsStore.Rows,
        _ out: inout Outcome
    ) throws {
        let named = Set(message.deliveries)
        let chosen = rows.deliveries.rows.filter { delivery in
            let isParkedThere = delivery.state == .parked && delivery.endpointID == message.endpointID
            return !delivery.isOpen && (named.contains(delivery.id) || isParkedThere)
        }.sorted { $0.position < $1.position }
        for delivery in chosen {
            var delivery = delivery
            delivery.replay()
            rows.deliveries[delivery.id] = delivery
        }
        for delivery in chosen { rows.proceed(delivery.endpointID, delivery.orderID, context, &out) }
        out.reply(
            WebhookAnswered(accepted: true, endpointID: message.endpointID, deliveries: chosen.count),
            to: context.command)
    }
}
