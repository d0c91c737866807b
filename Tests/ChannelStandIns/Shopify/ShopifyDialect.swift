import Contracts
import TestSupport
import WireJSON

/// Shopify: the Admin API, REST for reading, GraphQL for both, and signed webhooks.
///
/// https://shopify.dev/docs/api/admin-rest/latest/resources/order, .../api/usage/limits, .../apps/build/webhooks
package struct ShopifyDialect: ChannelDialect {
    package let channel = "shopify"
    package let token: String
    /// The app's client secret, which signs.
    package let secret: String
    package let domain: String
    /// The places that goods are sent from; the lines of an order go round them.
    package let locations: [String]

    package init(
        token: String = "shpat_stand_in", secret: String = "hush-shopify",
        domain: String = "stand-in.myshopify.example", locations: [String] = ["7001"]
    ) {
        self.token = token
        self.secret = secret
        self.domain = domain
        self.locations = locations
    }

    /// The REST interface leaks two calls a second out of forty; GraphQL gives points back.
    package let limits = [
        PublishedLimit("rest", burst: 40, perSecond: 2), PublishedLimit("graphql", burst: 100, perSecond: 5),
    ]

    package func limits(of request: StandInRequest) -> [String] {
        request.path.last == "graphql.json" ? ["graphql"] : ["rest"]
    }

    /// GraphQL says it in a good answer.
    package func tooMany(_ request: StandInRequest, retryAfter: Double) -> StandInAnswer {
        if request.path.last == "graphql.json" {
            return .json(
                200, ["errors": [["message": "Throttled", "extensions": ["code": "THROTTLED"]]]])
        }
        var answer = StandInAnswer.json(429, ["errors": "Exceeded 2 calls per second for api client."])
        answer.headers["Retry-After"] = "\(Int(retryAfter.rounded(.up))).0"
        return answer
    }

    package func refusal(of request: StandInRequest, in world: inout Marketplace) -> StandInAnswer? {
        guard request.header("X-Shopify-Access-Token") == token else {
            return .json(
                401,
                ["errors": "[API] Invalid API key or access token (unrecognized login or wrong password)"])
        }
        return nil
    }

    /// Ids are beyond what a double can hold.
    package func name(_ ordinal: Int) -> (id: String, number: String) {
        ("82098291194\(6_000_000 + ordinal)", "#\(1000 + ordinal)")
    }

    package func lineID(_ index: Int, of order: String) -> String { "\(order.suffix(7))\(index + 1)" }

    package let deeds: [CustomerDeed] = [.pay, .cancel, .cancelUnits, .getMoneyBack]

    package func answer(
        _ request: StandInRequest, in world: inout Marketplace, _ day: inout Day
    ) -> StandInAnswer {
        if let found = request.matches("POST", "admin/api/*/graphql.json") {
            return ShopifyGraphQL(dialect: self, version: found[0]).answer(request, in: &world, &day)
        }
        if request.matches("GET", "admin/api/*/orders.json") != nil { return list(request, world) }
        if request.matches("GET", "admin/api/*/orders/count.json") != nil {
            return .json(200, ["count": .int(matching(request, world).count)])
        }
        if let found = request.matches("GET", "admin/api/*/orders/*"), found[1].hasSuffix(".json"),
            let order = world[String(found[1].dropLast(5))]
        {
            return .json(200, ["order": ShopifyPayload(dialect: self).order(order)])
        }
        return .json(404, ["errors": "Not Found"])
    }

    package func isWork(_ request: StandInRequest) -> Bool {
        request.path.last == "graphql.json" && String(decoding: request.body, as: UTF8.self).contains("mutation")
    }

    /// Unless `status` says otherwise only orders that are open are given.
    private func matching(_ request: StandInRequest, _ world: Marketplace) -> [MarketOrder] {
        func time(_ name: String) -> Int64? {
            request[name].flatMap { Timestamp(rfc3339: $0) }.map { $0.microseconds / 1000 }
        }
        let status = request["status"] ?? "open"
        let ids = request["ids"].map { Set($0.split(separator: ",").map(String.init)) }
        // Times are told by the second, and so they are compared.
        let (from, to) = (time("updated_at_min"), time("updated_at_max"))
        let (bornFrom, bornTo) = (time("created_at_min"), time("created_at_max"))
        return world.orders { order in
            let second = order.updatedAt / 1000 * 1000
            let birth = order.placedAt / 1000 * 1000
            let isOpen = !order.isCancelled && !order.isShipped
            return (status == "any" || (status == "open") == isOpen || (status == "cancelled") && order.isCancelled)
                && (from.map { second >= $0 } ?? true) && (to.map { second <= $0 } ?? true)
                && (bornFrom.map { birth >= $0 } ?? true) && (bornTo.map { birth <= $0 } ?? true)
                && (ids.map { $0.contains(order.id) } ?? true)
                && (request["since_id"].map { order.id > $0 } ?? true)
        }
    }

    /// The next page is behind a cursor in the `Link` header, beside which only `limit` and `fields` are allowed.
    private func list(_ request: StandInRequest, _ world: Marketplace) -> StandInAnswer {
        let limit = request.number("limit") ?? 50
        guard (1...250).contains(limit) else { return .json(400, ["errors": ["limit": "must be from 1 to 250"]]) }
        var (cursor, filter) = (ShopifyCursor?.none, request)
        if let text = request["page_info"] {
            let others = request.query.map(\.name).filter { !["page_info", "limit", "fields"].contains($0) }
            guard others.isEmpty, let page = ShopifyCursor(text) else {
                return .json(400, ["errors": ["page_info": "Invalid value."]])
            }
            cursor = page
            filter = StandInRequest(method: "GET", target: "/?\(page.query)")
        }
        let isAscending = filter["order"]?.hasSuffix("asc") == true
        var orders = matching(filter, world)
        if !isAscending { orders.reverse() }
        if let cursor { orders.removeAll { !cursor.isBefore($0, isAscending: isAscending) } }
        let page = orders.prefix(limit)
        let payload = ShopifyPayload(dialect: self)
        var answer = StandInAnswer.json(200, ["orders": .array(page.map { payload.order($0) })])
        if limit < orders.count, let last = page.last {
            let query = filter.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
            let cursor = ShopifyCursor(behind: last, query: query).text
            let path = request.path.joined(separator: "/")
            answer.headers["Link"] =
                "<https://\(domain)/\(path)?limit=\(limit)&page_info=\(cursor)>; rel=\"next\""
        }
        return answer
    }
}
