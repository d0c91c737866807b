import TestSupport

extension AmazonDialect {
    /// Not called, but put into a queue that the merchant reads.
    package func webhooks(of change: MarketChange, in world: Marketplace, _ day: inout Day) -> [Webhook] {
        let id = String(UInt64.random(in: .min ... .max, using: &day.random), radix: 16)
        return [
            Webhook(
                topic: "ORDER_CHANGE", orderID: change.orderID, method: Webhook.toQueue, path: id, headers: [:],
                body: [])
        ]
    }
}
