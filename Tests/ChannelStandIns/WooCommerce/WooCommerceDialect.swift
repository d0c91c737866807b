import Contracts
import TestSupport
import WireJSON

/// WooCommerce: REST v3 with keys, and signed webhooks that are never repeated.
///
/// https://woocommerce.github.io/woocommerce-rest-api-docs/, class-wc-webhook.php
package struct WooCommerceDialect: ChannelDialect {
    package let channel = "woocommerce"
    package let key: String
    package let consumerSecret: String
    /// Of the webhooks.
    package let secret: String
    package let source: String
    /// Hours that the shop's clock is ahead of UTC; dates are meant by it unless `dates_are_gmt` says otherwise.
    package let offset: Int64 = 3

    package init(
        key: String = "ck_stand_in", consumerSecret: String = "cs_stand_in", secret: String = "hush-woocommerce",
        source: String = "https://shop.example.com/",
        deeds: [CustomerDeed] = [.pay, .cancel, .cancelUnits, .getMoneyBack]
    ) {
        self.deeds = deeds
        self.key = key
        self.consumerSecret = consumerSecret
        self.secret = secret
        self.source = source
    }

    /// Nothing is published: this is what a small host allows.
    package let limits = [PublishedLimit("host", burst: 100, perSecond: 25)]

    package func limits(of request: StandInRequest) -> [String] { ["host"] }

    package func tooMany(_ request: StandInRequest, retryAfter: Double) -> StandInAnswer {
        StandInAnswer(
            429, headers: ["Retry-After": "\(Int(retryAfter.rounded(.up)))"],
            body: Array("<html><body>Too Many Requests</body></html>".utf8))
    }

    package func refusal(of request: StandInRequest, in world: inout Marketplace) -> StandInAnswer? {
        if let basic = request.basic, basic == (key, consumerSecret) { return nil }
        if request["consumer_key"] == key, request["consumer_secret"] == consumerSecret { return nil }
        return problem(401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.")
    }

    package func name(_ ordinal: Int) -> (id: String, number: String) {
        ("\(70_000 + ordinal)", "W\(70_000 + ordinal)")
    }

    package func lineID(_ index: Int, of order: String) -> String { "\(order)\(index + 1)" }

    package let deeds: [CustomerDeed]

    func problem(_ status: Int, _ code: String, _ message: String) -> StandInAnswer {
        .json(
            status, ["code": .string(code), "message": .string(message), "data": ["status": .int(status)]])
    }

    package func answer(
        _ request: StandInRequest, in world: inout Marketplace, _ day: inout Day
    ) -> StandInAnswer {
        let orders = "wp-json/wc/v3/orders"
        if request.matches("GET", orders) != nil { return list(request, world) }
        if let found = request.matches("GET", "\(orders)/*") ?? request.matches("GET", "\(orders)/*/refunds")
            ?? request.matches("GET", "wp-json/wc-shipment-tracking/v3/orders/*/shipment-trackings")
        {
            guard let order = world[found[0]] else {
                return problem(404, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.")
            }
            let payload = WooCommercePayload(dialect: self)
            switch request.path.last {
            case "refunds": return .json(200, .array(order.refunds.reversed().map { payload.refund($0, of: order) }))
            case "shipment-trackings": return .json(200, .array(order.shipments.map { payload.tracking($0) }))
            default: return .json(200, payload.order(order))
            }
        }
        return write(request, in: &world)
    }

    /// Any status does not mean the trash, even when both are named.
    private func isListed(_ order: MarketOrder, _ statuses: [String]) -> Bool {
        let status = WooCommercePayload.status(of: order)
        return statuses.contains("any") ? status != "trash" : statuses.contains(status)
    }

    /// Dates are compared as the shop's clock shows them, and the bounds themselves are left out.
    private func list(_ request: StandInRequest, _ world: Marketplace) -> StandInAnswer {
        let size = request.number("per_page") ?? 10
        let page = request.number("page") ?? 1
        guard (1...100).contains(size), page > 0 else {
            return problem(400, "rest_invalid_param", "Invalid parameter(s): per_page")
        }
        let isGMT = ["true", "1"].contains(request["dates_are_gmt"])
        func bound(_ name: String) -> Int64? {
            guard let text = request[name] else { return nil }
            if let zoned = Timestamp(rfc3339: text) {
                // WordPress drops the zone, and reads what is left by the shop's clock.
                return zoned.microseconds / 1000 - (isGMT ? 0 : offset * 3_600_000)
            }
            guard let plain = Timestamp(rfc3339: text + "Z") else { return nil }
            return plain.microseconds / 1000 - (isGMT ? 0 : offset * 3_600_000)
        }
        let statuses = request["status"].map { $0.split(separator: ",").map(String.init) } ?? ["any"]
        let (after, before) = (bound("modified_after"), bound("modified_before"))
        let (bornAfter, bornBefore) = (bound("after"), bound("before"))
        let wanted = request["include"].map { $0.split(separator: ",").map(String.init) }
        var orders = world.orders { order in
            let (second, birth) = (order.updatedAt / 1000 * 1000, order.placedAt / 1000 * 1000)
            return (after.map { second > $0 } ?? true) && (before.map { second < $0 } ?? true)
                && (bornAfter.map { birth > $0 } ?? true) && (bornBefore.map { birth < $0 } ?? true)
                && isListed(order, statuses)
                && (wanted.map { $0.contains(order.id) } ?? true)
        }
        // By the time of their creation, unless told otherwise.
        if request["orderby"] != "modified" { orders.sort { ($0.placedAt, $0.id) < ($1.placedAt, $1.id) } }
        if request["order"] != "asc" { orders.reverse() }
        let pages = (orders.count + size - 1) / size
        let payload = WooCommercePayload(dialect: self)
        var answer = StandInAnswer.json(
            200, .array(orders.dropFirst((page - 1) * size).prefix(size).map { payload.order($0) }))
        answer.headers["X-WP-Total"] = "\(orders.count)"
        answer.headers["X-WP-TotalPages"] = "\(pages)"
        if page < pages {
            let others = request.query.filter { $0.name != "page" }.map { "&\($0.name)=\($0.value)" }.joined()
            answer.headers["Link"] = "<\(source)wp-json/wc/v3/orders?page=\(page + 1)\(others)>; rel=\"next\""
        }
        return answer
    }
}
