import Contracts
import TestSupport
import WireJSON

/// Magento 2 and Adobe Commerce: REST with search criteria; it tells nothing by itself.
///
/// https://developer.adobe.com/commerce/webapi/rest/use-rest/performing-searches/
package struct MagentoDialect: ChannelDialect {
    package let channel = "magento"
    package let token: String
    package let source: String

    package init(token: String = "magento-stand-in", source: String = "default") {
        self.token = token
        self.source = source
    }

    /// Nothing is published: this is what a front end allows.
    package let limits = [PublishedLimit("front end", burst: 100, perSecond: 20)]

    package func limits(of request: StandInRequest) -> [String] { ["front end"] }

    package func tooMany(_ request: StandInRequest, retryAfter: Double) -> StandInAnswer {
        StandInAnswer(429, headers: ["Retry-After": "\(Int(retryAfter.rounded(.up)))"])
    }

    package func refusal(of request: StandInRequest, in world: inout Marketplace) -> StandInAnswer? {
        guard request.header("Authorization") == "Bearer \(token)" else {
            return .json(
                401,
                [
                    "message": "The consumer isn't authorized to access %resources.",
                    "parameters": ["resources": "Magento_Sales::actions_view"],
                ])
        }
        return nil
    }

    package func name(_ ordinal: Int) -> (id: String, number: String) {
        let digits = "\(ordinal)"
        return ("\(300 + ordinal)", String(repeating: "0", count: max(0, 9 - digits.count)) + digits)
    }

    package func lineID(_ index: Int, of order: String) -> String { "\(order)\(index)5" }

    package let deeds: [CustomerDeed] = [.pay, .cancel, .getMoneyBack, .edit]

    func problem(_ message: String, _ status: Int = 400) -> StandInAnswer {
        .json(status, ["message": .string(message)])
    }

    package func answer(
        _ request: StandInRequest, in world: inout Marketplace, _ day: inout Day
    ) -> StandInAnswer {
        // `/rest/<store>/V1/...`, with either of the first two left out.
        guard let version = request.path.firstIndex(where: { $0.uppercased() == "V1" }) else {
            return problem("Request does not match any route.", 404)
        }
        let path = request.path[(version + 1)...].joined(separator: "/")
        let inner = StandInRequest(method: request.method, target: "/" + path, body: request.body)
        let payload = MagentoPayload()
        if inner.matches("GET", "orders") != nil { return list(request, world) }
        if let found = inner.matches("GET", "orders/*") {
            return world[found[0]].map { .json(200, payload.order($0)) }
                ?? problem("The entity that was requested doesn't exist. Verify the entity and try again.", 404)
        }
        if inner.matches("GET", "shipments") != nil { return shipments(request, world) }
        if inner.matches("GET", "invoices") != nil { return invoices(request, world) }
        if inner.matches("GET", "creditmemos") != nil { return creditMemos(request, world) }
        if inner.matches("GET", "inventory/source-items") != nil { return sourceItems(request, world) }
        return write(inner, in: &world)
    }

    private func list(_ request: StandInRequest, _ world: Marketplace) -> StandInAnswer {
        guard let criteria = MagentoCriteria(request) else { return problem("The search criteria are not valid.") }
        let payload = MagentoPayload()
        var orders = world.orders { order in
            criteria.matches { field in
                switch field {
                case "updated_at": MagentoPayload.time(order.updatedAt)
                case "created_at": MagentoPayload.time(order.placedAt)
                case "entity_id": order.id
                case "increment_id": order.number
                case "state": MagentoPayload.state(of: order)
                case "status": MagentoPayload.state(of: order)
                case "store_id": "1"
                default: nil
                }
            }
        }
        if criteria.sortField != "updated_at" { orders.sort { (Int($0.id) ?? 0) < (Int($1.id) ?? 0) } }
        if criteria.isDescending { orders.reverse() }
        return .json(200, criteria.page(orders.map { payload.order($0) }))
    }

    private func shipments(_ request: StandInRequest, _ world: Marketplace) -> StandInAnswer {
        guard let criteria = MagentoCriteria(request) else { return problem("The search criteria are not valid.") }
        let payload = MagentoPayload()
        let found = world.orders { order in
            criteria.matches { $0 == "order_id" ? order.id : nil }
        }.flatMap { order in order.shipments.map { payload.shipment($0, of: order) } }
        return .json(200, criteria.page(found))
    }

    private func invoices(_ request: StandInRequest, _ world: Marketplace) -> StandInAnswer {
        guard let criteria = MagentoCriteria(request) else { return problem("The search criteria are not valid.") }
        let found = world.orders { order in
            order.isPaid && criteria.matches { $0 == "order_id" ? order.id : nil }
        }.map { MagentoPayload().invoice(of: $0) }
        return .json(200, criteria.page(found))
    }

    private func creditMemos(_ request: StandInRequest, _ world: Marketplace) -> StandInAnswer {
        guard let criteria = MagentoCriteria(request) else { return problem("The search criteria are not valid.") }
        let found = world.orders { order in
            criteria.matches { $0 == "order_id" ? order.id : nil }
        }.flatMap { order in order.refunds.map { MagentoPayload().creditMemo($0, of: order) } }
        return .json(200, criteria.page(found))
    }

    private func sourceItems(_ request: StandInRequest, _ world: Marketplace) -> StandInAnswer {
        guard let criteria = MagentoCriteria(request) else { return problem("The search criteria are not valid.") }
        let found: [JSONValue] = world.articles.values.sorted { $0.sku < $1.sku }.filter { article in
            criteria.matches { $0 == "sku" ? article.sku : $0 == "source_code" ? source : nil }
        }.map {
            [
                "sku": .string($0.sku), "source_code": .string(source), "quantity": .int($0.stock),
                "status": .int($0.stock > 0 ? 1 : 0),
            ]
        }
        return .json(200, criteria.page(found))
    }
}
