import TestSupport
import WireJSON

/// N11: packages by page and status, returns by SOAP, and not one webhook.
///
/// https://magazadestek.n11.com, developer.n11.com (shipmentPackages, order update, price-stock-update)
package struct N11Dialect: ChannelDialect {
    package let channel = "n11"
    package let packaging = Marketplace.Packaging.fromTheStart
    package let key: String
    package let keySecret: String
    static let window: Int64 = 15 * 86_400_000

    package let deeds: [CustomerDeed]

    package init(
        key: String = "n11-app-key", keySecret: String = "n11-app-secret",
        deeds: [CustomerDeed] = [.cancel, .cancelUnits, .split]
    ) {
        self.deeds = deeds
        self.key = key
        self.keySecret = keySecret
    }

    package let limits = [PublishedLimit("minute", burst: 1000, perSecond: 1000.0 / 60)]

    package func limits(of request: StandInRequest) -> [String] { ["minute"] }

    package func tooMany(_ request: StandInRequest, retryAfter: Double) -> StandInAnswer {
        var answer = problem(429, "Too many requests")
        answer.headers["Retry-After"] = "\(Int(retryAfter.rounded(.up)))"
        return answer
    }

    func problem(_ status: Int, _ message: String) -> StandInAnswer {
        .json(status, ["errorCode": .int(status), "errorMessage": .string(message)])
    }

    package func refusal(of request: StandInRequest, in world: inout Marketplace) -> StandInAnswer? {
        // What its body says.
        if request.path.first == "ws" { return nil }
        guard request.header("appkey") == key, request.header("appsecret") == keySecret else {
            return problem(401, "UNAUTHORIZED")
        }
        return nil
    }

    package func name(_ ordinal: Int) -> (id: String, number: String) {
        ("\(202_739_000_000 + ordinal)", "\(202_739_000_000 + ordinal)")
    }

    package func lineID(_ index: Int, of order: String) -> String { "8\(order.suffix(6))\(index + 1)" }

    package func answer(
        _ request: StandInRequest, in world: inout Marketplace, _ day: inout Day
    ) -> StandInAnswer {
        if request.matches("GET", "rest/delivery/v1/shipmentPackages") != nil { return list(request, world, &day) }
        if request.matches("PUT", "rest/order/v1/update") != nil { return update(request, in: &world) }
        if request.matches("POST", "rest/delivery/v1/splitPackageByQuantity") != nil {
            return split(request, in: &world)
        }
        if request.matches("POST", "ms/product/tasks/price-stock-update") != nil { return stock(request, in: &world) }
        if request.matches("POST", "ms/product/task-details/page-query") != nil { return task(request, in: &world) }
        return returns(request, in: &world) ?? problem(404, "Not Found")
    }

    package func isWork(_ request: StandInRequest) -> Bool {
        guard request.path.first != "ws" else {
            return !String(decoding: request.body, as: UTF8.self).contains("ClaimReturnListRequest")
        }
        return request.method != "GET" && request.path.last != "page-query"
    }

    /// One status a call, a hundred on a page. What lies beyond fifteen days is left out without a word.
    private func list(_ request: StandInRequest, _ world: Marketplace, _ day: inout Day) -> StandInAnswer {
        let (page, size) = (request.number("page") ?? 0, request.number("size") ?? 100)
        guard page >= 0, (1...100).contains(size) else { return problem(400, "size is from 1 to 100") }
        if let status = request["status"], !N11Payload.statuses.contains(status) {
            return problem(400, "status is one of \(N11Payload.statuses.joined(separator: ", "))")
        }
        let from = request.number("startDate").map(Int64.init) ?? world.now - Self.window
        let until = min(request.number("endDate").map(Int64.init) ?? .max, from + Self.window)
        let byModification = request["orderByField"] == "true"
        let help = day.quirks[.splitAsTheHelpPageSays] != nil
        var found: [(order: MarketOrder, package: MarketPackage)] = []
        for order in world.orders() {
            for package in order.packages {
                let time = byModification ? package.modifiedAt : order.placedAt
                guard time >= from, time <= until else { continue }
                if let status = request["status"], N11Payload.status(of: package, isOlder: help) != status { continue }
                if let number = request["orderNumber"], number != order.number { continue }
                found.append((order, package))
            }
        }
        found.sort { ($0.package.modifiedAt, $0.package.id) < ($1.package.modifiedAt, $1.package.id) }
        if request["orderByDirection"]?.uppercased() == "DESC" { found.reverse() }
        let content = found.dropFirst(page * size).prefix(size).map {
            N11Payload().package($0.package, of: $0.order, isOlder: help)
        }
        return .json(
            200,
            [
                "pageCount": .int(content.count), "page": .int(page), "size": .int(size),
                "totalPages": .int((found.count + size - 1) / size), "content": .array(Array(content)),
            ])
    }
}
