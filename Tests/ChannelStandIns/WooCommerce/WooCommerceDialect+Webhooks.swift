import TestSupport
import WireJSON

extension WooCommerceDialect {
    /// "After five failures", says the documentation; the code disables with the one that finds more than five before it.
    package var webhookPatience: Int? { 6 }

    package func webhooks(of change: MarketChange, in world: Marketplace, _ day: inout Day) -> [Webhook] {
        guard let order = world[change.orderID] else { return [] }
        let body = WooCommercePayload(dialect: self).order(order).jsonBytes
        let topic = change.kind == .placed ? "order.created" : "order.updated"
        return [
            Webhook(
                topic: topic, orderID: order.id,
                headers: [
                    "X-WC-Webhook-Source": source, "X-WC-Webhook-Topic": topic, "X-WC-Webhook-Resource": "order",
                    "X-WC-Webhook-Event": topic == "order.created" ? "created" : "updated",
                    "X-WC-Webhook-Signature": Signing.hmac(body, secret: secret), "X-WC-Webhook-ID": "12",
                    // Of the second: two deliveries in one share it, a redelivery has another.
                    "X-WC-Webhook-Delivery-ID": String(UInt64(bitPattern: world.now / 1000), radix: 16),
                ], body: body)
        ]
    }

    /// On saving a webhook the shop sends this, unsigned, and wants exactly 200.
    package var ping: Webhook {
        var ping = Webhook(topic: "ping", orderID: "", headers: [:], body: Array("webhook_id=12".utf8))
        ping.headers["Content-Type"] = "application/x-www-form-urlencoded"
        return ping
    }
}
