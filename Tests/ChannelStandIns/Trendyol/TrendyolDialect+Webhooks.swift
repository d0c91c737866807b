import TestSupport
import WireJSON

extension TrendyolDialect {
    /// Again every five minutes; after thirteen errors it is switched off.
    package var webhookRetries: Int { 5 }
    package var webhookPatience: Int? { 13 }

    /// The whole package, with the key that the merchant gave: nothing is signed.
    package func webhooks(of change: MarketChange, in world: Marketplace, _ day: inout Day) -> [Webhook] {
        guard let order = world[change.orderID] else { return [] }
        var ids = order.packages.map(\.id)
        if case .packagesChanged(let named) = change.kind {
            ids = named
        } else if change.kind == .shipped {
            // It is told by the package that is on its way.
            ids = []
        }
        return order.packages.filter { ids.contains($0.id) }.map { package in
            Webhook(
                topic: TrendyolPayload.status(of: package.state), orderID: order.id,
                headers: ["x-api-key": webhookKey],
                body: TrendyolPayload().package(package, of: order, in: world, &day).jsonBytes)
        }
    }
}
