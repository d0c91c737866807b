import TestSupport
import WireJSON

extension TrendyolDialect {
    func write(_ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer {
        let packages = "order/sellers/*/shipment-packages/*"
        if let found = request.matches("PUT", packages) { return status(found[1], request, in: &world) }
        if let found = request.matches("PUT", "\(packages)/update-tracking-number")
            ?? request.matches("PUT", "order/sellers/*/*/update-tracking-number")
        {
            return track(found[1], request.json?["trackingNumber"]?.text, in: &world)
        }
        if let found = request.matches("PUT", "\(packages)/alternative-delivery") {
            return track(found[1], request.json?["trackingInfo"]?.text, in: &world)
        }
        if let found = request.matches("PUT", "\(packages)/items/unsupplied") {
            return unsupplied(found[1], request, in: &world)
        }
        if let found = request.matches("POST", "\(packages)/split-packages") {
            return split(found[1], request, in: &world)
        }
        if request.matches("POST", "inventory/sellers/*/products/price-and-inventory") != nil {
            return stock(request, in: &world)
        }
        if request.matches("POST", "sellers/*/seller-invoice-links") != nil {
            return link(request, in: &world)
        }
        return problem(404, "not.found", request.path.joined(separator: "/"))
    }

    private func order(of package: String, _ world: Marketplace) -> MarketOrder? {
        world.orders { $0.packages.contains { $0.id == package } }.first
    }

    private func package(_ id: String, _ world: Marketplace) -> (order: MarketOrder, package: MarketPackage)? {
        guard let order = order(of: id, world), let package = order.packages.first(where: { $0.id == id }) else {
            return nil
        }
        return (order, package)
    }

    /// One after the other: Created, Picking, Invoiced.
    private func status(_ id: String, _ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer {
        guard let (order, package) = package(id, world) else { return problem(404, "shipment.package.not.found") }
        let word = request.json?["status"]?.string
        guard let next: MarketPackage.State = ["Picking": .picking, "Invoiced": .invoiced][word ?? ""] else {
            return problem(400, "status", "only Picking and Invoiced can be told")
        }
        let intent = "\(next == .picking ? "acknowledgement" : "invoice")/\(order.id)/\(id)"
        let allowed: [MarketPackage.State] = next == .picking ? [.created] : [.picking]
        guard allowed.contains(package.state) else {
            world.pushes.refuse(intent, "the package is \(TrendyolPayload.status(of: package.state))")
            return problem(
                400, "shipment.package.status", "the package is \(TrendyolPayload.status(of: package.state))")
        }
        for line in request.json?["lines"]?.elements.map({ $0 }) ?? []
        where package.units[line["lineId"]?.text ?? ""] != line["quantity"]?.int {
            return problem(400, "lines", "the lines are not those of the package")
        }
        world.pushes.count(intent, isCarriedOut: true)
        let number = request.json?["params"]?["invoiceNumber"]?.text
        world.update(order.id, tell: .packagesChanged([id])) { order in
            if let index = order.packages.firstIndex(where: { $0.id == id }) {
                order.packages[index].state = next
                order.packages[index].history.append(next)
            }
            order.isAcknowledged = true
            if next == .invoiced { order.invoice = number ?? "" }
        }
        return StandInAnswer(200)
    }

    /// Each package takes one link, and each link one package; the date in seconds or milliseconds.
    private func link(_ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer {
        guard let link = request.json?["invoiceLink"]?.string, let id = request.json?["shipmentPackageId"]?.text else {
            return problem(400, "invoiceLink", "a link and a package are required")
        }
        if let date = request.json?["invoiceDateTime"], ![10, 13].contains(date.text?.count) {
            return problem(400, "invoiceDateTime", "must have 10 or 13 digits")
        }
        guard let (order, package) = package(id, world) else {
            return problem(404, "shipment.package.not.found")
        }
        guard package.invoiceLink == nil, isFree(link, world) else {
            world.pushes.refuse("invoice-link/\(order.id)/\(id)", "one of them has the other already")
            return problem(409, "invoice.link", "the package has a link, or the link a package")
        }
        world.pushes.count("invoice-link/\(order.id)/\(id)", isCarriedOut: true)
        world.update(order.id, tell: nil) { order in
            guard let index = order.packages.firstIndex(where: { $0.id == package.id }) else { return }
            order.packages[index].invoiceLink = link
        }
        return StandInAnswer(201)
    }

    private func isFree(_ link: String, _ world: Marketplace) -> Bool {
        world.orders { $0.packages.contains { $0.invoiceLink == link } }.isEmpty
    }

    /// The carrier's number of a package that is at work already; with it the goods are on their way.
    private func track(_ id: String, _ number: String?, in world: inout Marketplace) -> StandInAnswer {
        guard let number, !number.isEmpty else { return problem(400, "trackingNumber", "is required") }
        guard let (order, package) = package(id, world) else { return problem(404, "shipment.package.not.found") }
        // A parcel with the goods of two packages has one number, which each of them is told.
        let intent = "fulfilment/\(order.id)/\(number)/\(id)"
        guard [.picking, .invoiced].contains(package.state) else {
            let state = TrendyolPayload.status(of: package.state)
            world.pushes.refuse(intent, "the package is \(state)")
            return problem(400, "shipment.package.status", "the package is \(state)")
        }
        guard package.trackingNumber == nil else {
            if package.trackingNumber == number {
                world.pushes.count(intent, isCarriedOut: false)
                return problem(400, "tracking.number.same", "the number is the same as before")
            }
            world.pushes.refuse(intent, "another number is there already")
            return problem(400, "tracking.number", "another number is there already")
        }
        _ = world.ship(order.id, units: package.units, carrier: nil, trackingNumber: number, location: id)
        world.update(order.id, tell: .packagesChanged([id])) { order in
            guard let index = order.packages.firstIndex(where: { $0.id == id }) else { return }
            order.packages[index].trackingNumber = number
            order.packages[index].state = .shipped
        }
        return StandInAnswer(200)
    }

    /// Each group that is named becomes a package, and what is left another one.
    private func split(_ id: String, _ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer {
        guard let (order, package) = package(id, world) else { return problem(404, "shipment.package.not.found") }
        guard [.created, .picking, .invoiced].contains(package.state) else {
            return problem(400, "shipment.package.status", "the package cannot be split any more")
        }
        var groups: [[String: Int]] = []
        var left = package.units
        for group in request.json?["splitPackages"]?.elements.map({ $0 }) ?? [] {
            var units: [String: Int] = [:]
            for detail in group["packageDetails"]?.elements.map({ $0 }) ?? [] {
                guard let line = detail["orderLineId"]?.text, let count = detail["quantities"]?.int, count >= 1,
                    count <= left[line] ?? 0
                else { return problem(400, "splitPackages", "the lines are not those of the package") }
                units[line, default: 0] += count
                left[line, default: 0] -= count
            }
            guard !units.isEmpty else { return problem(400, "splitPackages", "a package of nothing") }
            groups.append(units)
        }
        left = left.filter { $0.value > 0 }
        guard !groups.isEmpty, groups.count > 1 || !left.isEmpty else {
            return problem(400, "splitPackages", "the package would stay as it is")
        }
        world.pushes.count("split/\(order.id)/\(id)", isCarriedOut: true)
        world.replace(package: id, of: order.id, by: left.isEmpty ? groups : groups + [left])
        return StandInAnswer(200)
    }

    /// What the merchant has not: what is left becomes a package of its own.
    private func unsupplied(_ id: String, _ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer {
        guard let (order, package) = package(id, world) else { return problem(404, "shipment.package.not.found") }
        guard let reason = request.json?["reasonId"]?.int, [500, 501, 502, 504, 505, 506].contains(reason) else {
            return problem(400, "reasonId", "is not known")
        }
        var units: [String: Int] = [:]
        for line in request.json?["lines"]?.elements.map({ $0 }) ?? [] {
            guard let name = line["lineId"]?.text, let count = line["quantity"]?.int,
                count >= 1, count <= package.units[name] ?? 0
            else { return problem(400, "lines", "the lines are not those of the package") }
            units[name] = count
        }
        guard !units.isEmpty else { return problem(400, "lines", "are required") }
        switch world.cancelByMerchant(order.id, units: units, of: id) {
        case .done: return StandInAnswer(200)
        case .unknownOrder: return problem(404, "shipment.package.not.found")
        case .refused(let reason): return problem(400, "shipment.package.status", reason)
        }
    }

    /// Done later; the same list within a quarter of an hour is refused.
    private func stock(_ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer {
        let items = request.json?["items"]?.elements.map { $0 } ?? []
        guard (1...1000).contains(items.count) else { return problem(400, "items", "from 1 to 1000") }
        var results: [StockJob.Result] = []
        for item in items {
            guard let barcode = item["barcode"]?.string, let quantity = item["quantity"]?.int, quantity >= 0 else {
                return problem(400, "items", "barcode and quantity are required")
            }
            results.append(.init(name: barcode, quantity: min(quantity, 20_000), isKnown: true))
        }
        if let last = world.lastUpload, last.results == results, world.now - last.at < 900_000 {
            return problem(400, "batch.request.same", "the same request was sent within 15 minutes")
        }
        for index in results.indices {
            let article = world.article { $0.barcode == results[index].name }
            results[index].isKnown = article.map { world.setStock($0.sku, to: results[index].quantity) } ?? false
        }
        let id = "batch-\(world.nextID())"
        world.jobs[id] = StockJob(results: results, roundsLeft: 1)
        world.lastUpload = (results.map { .init(name: $0.name, quantity: $0.quantity, isKnown: true) }, world.now)
        return .json(200, ["batchRequestId": .string(id)])
    }
}
