import Contracts
import FoundationEssentials
import Messaging

extension NotificationsStore.Rows {
    /// Makes a delivery for each endpoint of the order's shop that wants to hear of it.
    /// - Parameters:
    ///   - key: what makes the event the same when it is told again.
    ///   - body: written only when somebody listens.
    mutating func announce(
        _ type: String, key: String, body: @autoclosure () -> String, of order: OrderSummary, _ context: HandlerContext,
        _ out: inout Outcome
    ) {
        let listening = endpoints.rows.filter {
            $0.isActive && $0.channel == order.channel && $0.shop == order.shop && $0.wants(type)
        }
        guard !listening.isEmpty else { return }
        let body = body()
        for endpoint in listening.sorted(by: { $0.id.text < $1.id.text }) {
            let id = UUID.v5("webhook/\(endpoint.id.text)/\(key)")
            guard deliveries[id] == nil else { continue }
            deliveries[id] = WebhookDelivery(
                id: id, endpointID: endpoint.id, orderID: order.id, type: type, body: body)
            made.append(id)
            proceed(endpoint.id, order.id, context, &out)
        }
    }

    /// Sends the next delivery of an order to an endpoint, unless one is under way: they arrive in order.
    mutating func proceed(_ endpointID: UUID, _ orderID: UUID, _ context: HandlerContext, _ out: inout Outcome) {
        let lane = deliveries.rows.filter {
            $0.endpointID == endpointID && $0.orderID == orderID && $0.isOpen
        }
        guard lane.allSatisfy({ $0.state == .waiting }) else { return }
        let next = lane.min {
            ($0.position, made.firstIndex(of: $0.id) ?? 0) < ($1.position, made.firstIndex(of: $1.id) ?? 0)
        }
        if let next { send(next.id, context, &out) }
    }

    /// Begins an attempt.
    mutating func send(_ id: UUID, _ context: HandlerContext, _ out: inout Outcome) {
        guard var delivery = deliveries[id] else { return }
        guard let endpoint = endpoints[delivery.endpointID], endpoint.isActive else {
            delivery.park("the endpoint is switched off")
            deliveries[id] = delivery
            return proceed(delivery.endpointID, delivery.orderID, context, &out)
        }
        delivery.begin(at: context.now)
        deliveries[id] = delivery
        var command = context.command
        command.orderID = delivery.orderID
        out.perform(
            EffectRequest(
                kind: WebhookDone.effectKind, key: delivery.effectKey,
                request: WebhookCall(delivery, to: endpoint, at: context.now), command: command))
    }
}
