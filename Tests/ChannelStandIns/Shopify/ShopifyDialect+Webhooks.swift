import Contracts
import TestSupport
import WireJSON

extension ShopifyDialect {
    package var webhookRetries: Int { 8 }
    package var webhookPatience: Int? { 8 }
    package var deletesWebhooks: Bool { true }

    /// What the merchant has subscribed to.
    static let topics = [
        "orders/cancelled", "orders/create", "orders/delete", "orders/fulfilled", "orders/paid",
        "orders/partially_fulfilled", "orders/updated", "refunds/create",
    ]

    package func webhooks(of change: MarketChange, in world: Marketplace, _ day: inout Day) -> [Webhook] {
        guard let order = world[change.orderID] else { return [] }
        let payload = ShopifyPayload(dialect: self)
        let body = payload.order(order)
        var told: [(String, JSONValue)] = []
        switch change.kind {
        case .placed: told = [("orders/create", body)] + (order.isPaid ? [("orders/paid", body)] : [])
        case .paid: told = [("orders/paid", body), ("orders/updated", body)]
        case .cancelled: told = [("orders/cancelled", body), ("orders/updated", body)]
        case .shipped:
            told = [
                (order.isShipped ? "orders/fulfilled" : "orders/partially_fulfilled", body), ("orders/updated", body),
            ]
        case .refunded(let id):
            if let refund = order.refunds.first(where: { $0.id == id }) {
                told = [("refunds/create", payload.refund(refund, of: order))]
            }
            told.append(("orders/updated", body))
        case .changed, .lineCancelled, .packagesChanged: told = [("orders/updated", body)]
        }
        return told.map { topic, body in
            webhook(topic, body.jsonBytes, of: order, event: UInt64.random(in: .min ... .max, using: &day.random))
        }
    }

    /// - Parameter event: the same in a repeat.
    private func webhook(_ topic: String, _ body: [UInt8], of order: MarketOrder, event: UInt64) -> Webhook {
        Webhook(
            topic: topic, orderID: order.id,
            headers: [
                "X-Shopify-Topic": topic, "X-Shopify-Hmac-Sha256": Signing.hmac(body, secret: secret),
                "X-Shopify-Shop-Domain": domain, "X-Shopify-API-Version": "2026-01",
                "X-Shopify-Webhook-Id": "b54557e4-\(String(event, radix: 16))",
                "X-Shopify-Event-Id": "98880550-\(String(event, radix: 16))",
                "X-Shopify-Triggered-At": Timestamp(microseconds: order.updatedAt * 1000).rfc3339,
            ], body: body)
    }
}
