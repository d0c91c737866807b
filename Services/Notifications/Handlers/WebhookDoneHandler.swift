import Contracts
import FoundationEssentials
import Messaging
import WireJSON

/// The endpoint took it, or did not: then it is tried again later, and what comes after it waits.
enum WebhookDoneHandler: MessageHandler {
    typealias Store = NotificationsStore

    static func keys(of message: WebhookDone, _ envelope: Envelope, into keys: inout NotificationsStore.Keys) {
        if let id = deliveryID(of: message.report.key) { keys.deliveries.insert(id) }
    }

    static func handle(
        _ message: WebhookDone, _ context: HandlerContext, _ rows: inout NotificationsStore.Rows, _ out: inout Outcome
    ) throws {
        guard let id = deliveryID(of: message.report.key), var delivery = rows.deliveries[id],
            delivery.state == .sending, delivery.effectKey == message.report.key
        else { return }
        let answer =
            try message.report.answer.map { try WebhookAnswer.parse($0) }
            ?? WebhookAnswer(status: 0, reason: message.report.refusal?.message ?? "no answer")
        if answer.isTaken {
            delivery.succeed(status: answer.status)
        } else {
            let delay = delivery.fail(
                status: answer.status, reason: answer.reason ?? "HTTP \(answer.status)", isFinal: answer.isGone,
                at: context.now, by: rows.schedule)
            if let delay {
                out.schedule(
                    WebhookRetry(deliveryID: id), key: "webhook/\(id.text)", after: delay, orderID: delivery.orderID)
            }
        }
        rows.deliveries[id] = delivery
        if answer.isGone, var endpoint = rows.endpoints[delivery.endpointID] {
            endpoint.isActive = false
            endpoint.version += 1
            rows.endpoints[endpoint.id] = endpoint
        }
        rows.proceed(delivery.endpointID, delivery.orderID, context, &out)
    }

    private static func deliveryID(of key: String) -> UUID? {
        key.split(separator: "/").dropFirst().first.flatMap { UUID(text: $0) }
    }
}
