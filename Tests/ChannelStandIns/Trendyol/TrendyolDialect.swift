import TestSupport
import WireJSON

/// Trendyol: packages and claims by page, webhooks with a key, stock in batches.
///
/// https://developers.trendyol.com (getShipmentPackages, updatePackageStatus, updateTrackingNumber, updatePriceAndInventory,
/// sendInvoiceLink)
package struct TrendyolDialect: ChannelDialect {
    package let channel = "trendyol"
    package let packaging = Marketplace.Packaging.fromTheStart
    package let seller: String
    package let key: String
    package let keySecret: String
    /// What webhooks are sent with.
    package let webhookKey: String
    static let day: Int64 = 86_400_000

    package init(
        seller: String = "107703", key: String = "ty-key", keySecret: String = "ty-secret",
        webhookKey: String = "hush-trendyol", deeds: [CustomerDeed] = [.pay, .cancel, .cancelUnits, .split]
    ) {
        self.deeds = deeds
        self.seller = seller
        self.key = key
        self.keySecret = keySecret
        self.webhookKey = webhookKey
    }

    /// Fifty calls in ten seconds to one address, a thousand a minute to all.
    package let limits =
        ["packages", "package", "stock", "batch", "claims", "invoices"].map {
            PublishedLimit($0, burst: 50, perSecond: 5)
        } + [PublishedLimit("all", burst: 1000, perSecond: 1000.0 / 60)]

    package func limits(of request: StandInRequest) -> [String] {
        let path = request.path
        if path.contains("claims") { return ["claims", "all"] }
        if path.contains("batch-requests") { return ["batch", "all"] }
        if path.last == "price-and-inventory" { return ["stock", "all"] }
        if path.last == "seller-invoice-links" { return ["invoices", "all"] }
        return [path.last == "orders" ? "packages" : "package", "all"]
    }

    package func tooMany(_ request: StandInRequest, retryAfter: Double) -> StandInAnswer {
        var answer = problem(429, "too.many.requests")
        answer.headers["Retry-After"] = "\(Int(retryAfter.rounded(.up)))"
        return answer
    }

    func problem(_ status: Int, _ key: String, _ message: String = "") -> StandInAnswer {
        .json(
            status,
            [
                "timestamp": 0, "exception": "TrendyolStandIn",
                "errors": [["key": .string(key), "message": .string(message), "errorCode": nil, "args": []]],
            ])
    }

    /// Who does not say what it is gets 403, whoever it is.
    package func refusal(of request: StandInRequest, in world: inout Marketplace) -> StandInAnswer? {
        guard request.header("User-Agent")?.hasPrefix("\(seller) - ") == true else {
            return StandInAnswer(403, body: Array("Forbidden".utf8))
        }
        guard let basic = request.basic, basic == (key, keySecret) else {
            return problem(401, "ClientApiAuthenticationException")
        }
        return nil
    }

    package func name(_ ordinal: Int) -> (id: String, number: String) {
        ("\(10_990_000_000 + ordinal)", "\(10_990_000_000 + ordinal)")
    }

    package func lineID(_ index: Int, of order: String) -> String { "4\(order.suffix(6))\(index + 1)" }

    package let deeds: [CustomerDeed]

    package func answer(
        _ request: StandInRequest, in world: inout Marketplace, _ day: inout Day
    ) -> StandInAnswer {
        // With or without what the gateway has in front of it.
        let path = request.path.first == "integration" ? Array(request.path.dropFirst()) : request.path
        let inner = StandInRequest(
            method: request.method, target: "/" + path.joined(separator: "/"), body: request.body)
        let seller = path.first == "sellers" ? path.dropFirst().first : path.dropFirst(2).first
        guard seller == self.seller || path == ["order", "claim-issue-reasons"] else {
            return problem(403, "forbidden", "the seller is another")
        }
        if inner.matches("GET", "order/sellers/*/orders") != nil { return list(request, world, &day) }
        if let found = inner.matches("GET", "product/sellers/*/products/batch-requests/*") {
            return batch(found[1], in: &world)
        }
        if inner.matches("GET", "webhook/sellers/*/webhooks") != nil {
            let hook: JSONValue = [
                "id": "hook-1", "url": .string(world.webhookAddress),
                "status": .string(world.areWebhooksOff ? "PASSIVE" : "ACTIVE"), "authenticationType": "API_KEY",
                "subscribedStatuses": nil,
            ]
            return .json(200, [hook])
        }
        if inner.matches("PUT", "webhook/sellers/*/webhooks/hook-1/activate") != nil {
            world.areWebhooksOff = false
            return StandInAnswer(200)
        }
        if path.contains("claims") || path.contains("claim-issue-reasons") {
            return claims(request.behind("integration"), in: &world)
                ?? problem(404, "not.found", path.joined(separator: "/"))
        }
        return write(inner, in: &world)
    }

    /// At most two weeks at once, at most 10,000 packages, two hundred on a page; without bounds the last week.
    private func list(_ request: StandInRequest, _ world: Marketplace, _ day: inout Day) -> StandInAnswer {
        let (page, size) = (request.number("page") ?? 0, request.number("size") ?? 50)
        guard page >= 0, (1...200).contains(size) else { return problem(400, "size", "size is from 1 to 200") }
        guard (page + 1) * size <= 10_000 else { return problem(400, "page", "only 10000 records can be read") }
        let end = request.number("endDate").map(Int64.init)
        let start = request.number("startDate").map(Int64.init)
        let until = end ?? start.map { $0 + 14 * Self.day } ?? world.now + 60_000
        let from = start ?? until - 7 * Self.day
        guard until - from <= 14 * Self.day else { return problem(400, "date", "the range is longer than two weeks") }
        let byModification = request["orderByField"] != "CreatedDate"
        var packages: [(order: MarketOrder, package: MarketPackage)] = []
        for order in world.orders() {
            for package in order.packages {
                let time = byModification ? package.modifiedAt : order.placedAt
                guard time >= from, time <= until else { continue }
                if let number = request["orderNumber"], number != order.number { continue }
                if let ids = request["shipmentPackageIds"], !ids.split(separator: ",").contains(Substring(package.id)) {
                    continue
                }
                if let status = request["status"],
                    !status.split(separator: ",").contains(Substring(TrendyolPayload.status(of: package.state)))
                {
                    continue
                }
                packages.append((order, package))
            }
        }
        packages.sort { ($0.package.modifiedAt, $0.package.id) < ($1.package.modifiedAt, $1.package.id) }
        if request["orderByDirection"]?.uppercased() != "ASC" { packages.reverse() }
        let content = packages.dropFirst(page * size).prefix(size).map {
            TrendyolPayload().package($0.package, of: $0.order, in: world, &day)
        }
        return .json(
            200,
            [
                "page": .int(page), "size": .int(size), "totalElements": .int(packages.count),
                "totalPages": .int((packages.count + size - 1) / size), "content": .array(content),
            ])
    }

    /// Under way when it is asked about for the first time.
    private func batch(_ id: String, in world: inout Marketplace) -> StandInAnswer {
        guard var job = world.jobs[id] else { return problem(404, "batch.request.not.found") }
        defer { world.jobs[id] = job }
        let isDone = job.roundsLeft <= 0
        job.roundsLeft -= 1
        let items: [JSONValue] = job.results.map {
            [
                "requestItem": ["barcode": .string($0.name), "quantity": .int($0.quantity)],
                "status": .string(!isDone ? "IN_PROGRESS" : $0.isKnown ? "SUCCESS" : "FAILED"),
                "failureReasons": $0.isKnown || !isDone ? [] : ["Ürün bulunamadı"],
            ]
        }
        return .json(
            200,
            [
                "batchRequestId": .string(id), "status": .string(isDone ? "COMPLETED" : "IN_PROGRESS"),
                "batchRequestType": "ProductInventoryUpdate", "itemCount": .int(items.count),
                "failedItemCount": .int(isDone ? job.results.filter { !$0.isKnown }.count : 0), "items": .array(items),
            ])
    }
}
