import Contracts
import TestSupport
import WireJSON

/// Hepsiburada: lines that are packed by whoever is first, and calls on the merchant's own address.
///
/// https://developers.hepsiburada.com/hepsiburada/reference
package struct HepsiburadaDialect: ChannelDialect {
    package let channel = "hepsiburada"
    package let packaging = Marketplace.Packaging.byMerchant
    package let merchant: String
    package let key: String
    /// What it calls the merchant with.
    package let webhookPassword: String

    package init(
        merchant: String = "3f5e0000-0000-4000-8000-00000000c0de", key: String = "hb-service-key",
        webhookPassword: String = "hush-hepsiburada"
    ) {
        self.merchant = merchant
        self.key = key
        self.webhookPassword = webhookPassword
    }

    package let limits = [PublishedLimit("merchant", burst: 240, perSecond: 4)]

    package func limits(of request: StandInRequest) -> [String] { ["merchant"] }

    /// It says when the window ends, and not how long to wait.
    package func tooMany(_ request: StandInRequest, retryAfter: Double) -> StandInAnswer {
        var answer = problem(429, "API calls quota exceeded!")
        answer.headers["X-RateLimit-Limit"] = "240"
        answer.headers["X-RateLimit-Remaining"] = "0"
        answer.headers["X-RateLimit-Reset"] = "\(Int(retryAfter.rounded(.up)))"
        return answer
    }

    func problem(_ status: Int, _ message: String) -> StandInAnswer {
        .json(status, ["code": .int(status), "message": .string(message)])
    }

    package func refusal(of request: StandInRequest, in world: inout Marketplace) -> StandInAnswer? {
        guard request.header("User-Agent")?.isEmpty == false else { return problem(403, "User-Agent is mandatory") }
        guard let basic = request.basic, basic.password == key else { return problem(401, "Unauthorized") }
        return nil
    }

    /// With a leading zero.
    package func name(_ ordinal: Int) -> (id: String, number: String) {
        ("0\(413_000_000 + ordinal)", "0\(413_000_000 + ordinal)")
    }

    package func lineID(_ index: Int, of order: String) -> String {
        "5f0c3c9a-0000-4000-8000-00\(order)\(index)"
    }

    package let deeds: [CustomerDeed] = [.pay, .cancel, .cancelUnits]

    package func answer(
        _ request: StandInRequest, in world: inout Marketplace, _ day: inout Day
    ) -> StandInAnswer {
        let path = request.path
        guard path.count > 2, path[1].lowercased() == "merchantid", path[2] == merchant else {
            return problem(404, "Not Found")
        }
        let payload = HepsiburadaPayload(dialect: self)
        if request.matches("GET", "orders/merchantid/*") != nil {
            if day.strikes(.automaticPacking) { packByItself(&world) }
            let open = world.orders { $0.isPaid && !$0.isCancelled }
            return list(
                open.flatMap { order in payload.unpacked(of: order).map { payload.line($0.line, $0.units, of: order) }
                },
                request, limit: 100)
        }
        if request.matches("GET", "orders/merchantid/*/paymentawaiting") != nil {
            let waiting = world.orders { !$0.isPaid && !$0.isCancelled }
            return list(
                waiting.flatMap { order in order.lines.map { payload.line($0, $0.wanted, of: order) } }, request,
                limit: 100)
        }
        if request.matches("GET", "orders/merchantid/*/cancelled") != nil {
            return list(world.orders().flatMap { payload.cancels(of: $0) }, request, limit: 50)
        }
        if let found = request.matches("GET", "orders/merchantid/*/ordernumber/*") {
            guard let order = world[found[1]] else { return problem(404, "Order not found") }
            return .json(200, payload.detail(of: order))
        }
        if request.matches("GET", "packages/merchantid/*") != nil {
            return packages([.created], request, world)
        }
        if let found = request.matches("GET", "packages/merchantid/*/*") {
            let states: [String: MarketPackage.State] = ["shipped": .shipped, "unpacked": .unpacked]
            return states[found[1].lowercased()].map { packages([$0], request, world) }
                ?? .json(200, ["totalCount": 0, "items": []])
        }
        if request.path.first?.lowercased() == "listings" { return listings(request, in: &world) }
        return write(request, in: &world, &day)
    }

    /// A bare list, as other lists are not.
    private func packages(
        _ states: [MarketPackage.State], _ request: StandInRequest, _ world: Marketplace
    ) -> StandInAnswer {
        guard let offset = request.number("offset"), let limit = request.number("limit"), (1...10).contains(limit)
        else {
            return problem(400, "offset and limit are mandatory, limit is at most 10")
        }
        guard let window = Self.window(of: request, at: world.now) else {
            return problem(400, "timespan or begindate and enddate are mandatory")
        }
        let payload = HepsiburadaPayload(dialect: self)
        let found = world.orders().flatMap { order in
            order.packages.filter { states.contains($0.state) && window.contains($0.modifiedAt) }.map {
                payload.package($0, of: order)
            }
        }
        return .json(200, .array(Array(found.dropFirst(offset).prefix(limit))))
    }

    /// Hours back from now, by the time of the last change, which may run ahead of the clock; or a day from its beginning, by the minute, whatever end is named. Milliseconds since 1970.
    private static func window(of request: StandInRequest, at now: Int64) -> ClosedRange<Int64>? {
        if let hours = request.number("timespan") { return now - Int64(hours) * 3_600_000 ... .max }
        func time(_ name: String) -> Int64? {
            request[name].flatMap { Timestamp(rfc3339: $0.replacing(" ", with: "T") + ":00+03:00") }?.milliseconds
        }
        guard let begin = time("begindate"), let end = time("enddate"), end >= begin else { return nil }
        let day: Int64 = 86_400_000
        return begin...(end - begin > day ? begin + day : end + 59_999)
    }

    /// Both are mandatory; of a window of more than a day the end is left out without a word, but for cancels.
    private func list(_ all: [JSONValue], _ request: StandInRequest, limit most: Int) -> StandInAnswer {
        guard let offset = request.number("offset"), let limit = request.number("limit"), (1...most).contains(limit)
        else { return problem(400, "offset and limit are mandatory, limit is at most \(most)") }
        if most == 100, request["begindate"] != nil, let window = Self.window(of: request, at: 0) {
            return page(
                all.filter { item in
                    let text = item["orderDate"]?.text.map { "\($0.prefix(19))+03:00" } ?? ""
                    return Timestamp(rfc3339: text).map { window.contains($0.milliseconds) } ?? false
                }, offset, limit)
        }
        var items = all
        for (name, isLower) in [("begindate", true), ("enddate", false)] {
            guard let bound = request[name]?.replacing(" ", with: "T") else { continue }
            items = items.filter { item in
                let time = item["orderDate"]?.text ?? item["cancelDate"]?.text ?? ""
                return isLower ? time.prefix(bound.count) >= bound : time.prefix(bound.count) <= bound
            }
        }
        return page(items, offset, limit)
    }

    private func page(_ items: [JSONValue], _ offset: Int, _ limit: Int) -> StandInAnswer {
        .json(
            200,
            [
                "totalCount": .int(items.count), "limit": .int(limit), "offset": .int(offset),
                "pageCount": .int((items.count + limit - 1) / limit),
                "items": .array(Array(items.dropFirst(offset).prefix(limit))),
            ])
    }

    /// What nobody packed for a quarter of an hour, it packs itself: here, the order that has waited longest.
    private func packByItself(_ world: inout Marketplace) {
        let payload = HepsiburadaPayload(dialect: self)
        guard
            let order = world.orders(where: { $0.isPaid && !$0.isCancelled && !payload.unpacked(of: $0).isEmpty }).first
        else { return }
        let units = Dictionary(uniqueKeysWithValues: payload.unpacked(of: order).map { ($0.line.id, $0.units) })
        let id = "\(world.nextID())"
        let moment = world.now
        world.update(order.id, tell: .packagesChanged([id])) { order in
            order.packages.append(
                MarketPackage(id: id, state: .created, units: units, maker: Self.itself, modifiedAt: moment))
        }
    }

    /// Who made a package that the merchant did not.
    static let itself = "hepsiburada"
}
