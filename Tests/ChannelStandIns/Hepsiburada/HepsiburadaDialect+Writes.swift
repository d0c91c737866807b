import TestSupport
import WireJSON

extension HepsiburadaDialect {
    func write(_ request: StandInRequest, in world: inout Marketplace, _ day: inout Day) -> StandInAnswer {
        if request.method != "GET", day.strikes(.addressChangeUnderWay) {
            return problem(409, "There is an ongoing change address demand for this order")
        }
        if request.matches("POST", "packages/merchantid/*") != nil { return pack(request, in: &world) }
        if let found = request.matches("POST", "packages/merchantid/*/packagenumber/*/intransit") {
            return send(found[1], request, in: &world)
        }
        if let found = request.matches("POST", "packages/merchantid/*/packagenumber/*/deliver") {
            return order(of: found[1], world) == nil ? problem(404, "Package not found") : StandInAnswer(200)
        }
        if let found = request.matches("POST", "packages/merchantid/*/packagenumber/*/unpack") {
            return unpack(found[1], in: &world)
        }
        if let found = request.matches("POST", "lineitems/merchantid/*/id/*/cancelbymerchant") {
            return cancel(found[1], in: &world)
        }
        return problem(404, "Not Found")
    }

    private func order(of package: String, _ world: Marketplace) -> MarketOrder? {
        world.orders { $0.packages.contains { $0.id == package } }.first
    }

    /// What is in a package already cannot be packed again: with whoever was first it stays.
    private func pack(_ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer {
        var units: [String: Int] = [:]
        for item in request.json?["lineItemRequests"]?.elements.map({ $0 }) ?? [] {
            guard let line = item["id"]?.string, let count = item["quantity"]?.int, count > 0 else {
                return problem(400, "lineItemRequests are not valid")
            }
            units[line, default: 0] += count
        }
        guard let first = units.keys.min(),
            let order = world.orders(where: { $0.lines.contains { $0.id == first } }).first
        else { return problem(404, "Line item not found") }
        let intent =
            "package/\(order.id)/\(units.sorted { $0.key < $1.key }.map { "\($0.key)x\($0.value)" }.joined(separator: "+"))"
        let left = HepsiburadaPayload(dialect: self).unpacked(of: order)
        for (line, count) in units {
            guard !order.isCancelled, order.isPaid, let open = left.first(where: { $0.line.id == line }),
                open.units >= count
            else {
                // Who comes second to Hepsiburada itself has done nothing wrong.
                let isRace = order.packages.contains { $0.isLive && $0.maker == Self.itself && $0.units[line] != nil }
                if !isRace { world.pushes.refuse(intent, "line \(line) is packed, cancelled or not paid") }
                return problem(400, "LineItem is not in a status to be packaged")
            }
        }
        let id = "\(world.nextID())"
        let moment = world.now
        world.pushes.count(intent, isCarriedOut: true)
        // Its own doing is not told to the merchant.
        world.update(order.id, tell: nil) { order in
            order.packages.append(MarketPackage(id: id, state: .created, units: units, modifiedAt: moment))
            order.isAcknowledged = true
        }
        return .json(201, ["packageNumber": .string(id), "barcode": .string("HB\(id)")])
    }

    /// Not before it was packed.
    private func send(_ id: String, _ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer {
        guard let order = order(of: id, world), let package = order.packages.first(where: { $0.id == id }) else {
            return problem(404, "Package not found")
        }
        guard let body = request.json, body["shippedDate"]?.string != nil, let number = body["trackingNumber"]?.string
        else { return problem(400, "shippedDate and trackingNumber are mandatory") }
        guard package.state == .created else {
            world.pushes.refuse("fulfilment/\(order.id)/\(number)", "the package is not open")
            return problem(400, "Package is not in a status to be shipped")
        }
        let outcome = world.ship(
            order.id, units: package.units, carrier: nil, trackingNumber: number, url: body["trackingUrl"]?.string)
        guard case .done = outcome else { return problem(400, "Package is not in a status to be shipped") }
        world.update(order.id, tell: nil) { order in
            guard let index = order.packages.firstIndex(where: { $0.id == id }) else { return }
            order.packages[index].state = .shipped
            order.packages[index].trackingNumber = number
        }
        return StandInAnswer(200)
    }

    private func unpack(_ id: String, in world: inout Marketplace) -> StandInAnswer {
        guard let order = order(of: id, world) else { return problem(404, "Package not found") }
        world.update(order.id, tell: nil) { order in
            guard let index = order.packages.firstIndex(where: { $0.id == id && $0.state == .created }) else { return }
            order.packages[index].state = .unpacked
        }
        return StandInAnswer(200)
    }

    /// A line as a whole, before it is packed.
    private func cancel(_ line: String, in world: inout Marketplace) -> StandInAnswer {
        guard let order = world.orders(where: { $0.lines.contains { $0.id == line } }).first else {
            return problem(404, "Line item not found")
        }
        let left = HepsiburadaPayload(dialect: self).unpacked(of: order).first { $0.line.id == line }
        guard let left else {
            world.pushes.refuse("cancellation/\(order.id)/\(line)", "packed or cancelled")
            return problem(400, "LineItem is not in a status to be cancelled")
        }
        switch world.cancelByMerchant(order.id, units: [line: left.units]) {
        case .done: return StandInAnswer(200)
        case .unknownOrder: return problem(404, "Line item not found")
        case .refused(let reason): return problem(400, reason)
        }
    }

    /// Up to 4000 articles at once, and five uploads under way.
    func listings(_ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer {
        if let found = request.matches("GET", "listings/merchantid/*/stock-uploads/id/*") {
            guard var job = world.jobs[found[1]] else { return problem(404, "Upload not found") }
            let isDone = job.roundsLeft <= 0
            job.roundsLeft -= 1
            world.jobs[found[1]] = job
            let errors: [JSONValue] = job.results.filter { !$0.isKnown }.map {
                ["merchantSku": .string($0.name), "errors": ["Listing not found"]]
            }
            return .json(
                200,
                [
                    "id": .string(found[1]), "status": .string(isDone ? "Done" : "InProgress"),
                    "total": .int(job.results.count), "errors": .array(isDone ? errors : []),
                ])
        }
        guard request.matches("POST", "listings/merchantid/*/stock-uploads") != nil else {
            return problem(404, "Not Found")
        }
        let items = request.json?.elements.map { $0 } ?? []
        guard (1...4000).contains(items.count) else { return problem(400, "from 1 to 4000 listings") }
        // One that nobody asks about, since its number was lost on the way, ends as well.
        let now = world.now
        guard world.jobs.values.filter({ $0.roundsLeft >= 0 && now - $0.begunAt < 5000 }).count < 5 else {
            return problem(429, "There are 5 uploads under way")
        }
        var results: [StockJob.Result] = []
        for item in items {
            guard let sku = item["merchantSku"]?.string ?? item["hepsiburadaSku"]?.string,
                let quantity = item["availableStock"]?.int, quantity >= 0
            else { return problem(400, "merchantSku and availableStock are mandatory") }
            let isKnown = world.articles[sku] != nil
            if isKnown { world.setStock(sku, to: quantity) }
            results.append(.init(name: sku, quantity: quantity, isKnown: isKnown))
        }
        let id = "upload-\(world.nextID())"
        world.jobs[id] = StockJob(results: results, roundsLeft: 1, begunAt: world.now)
        return .json(200, ["id": .string(id)])
    }
}
