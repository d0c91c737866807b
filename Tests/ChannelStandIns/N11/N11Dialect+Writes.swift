import TestSupport
import WireJSON

extension N11Dialect {
    /// Only `Picking` can be told; each line gets an answer of its own.
    func update(_ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer {
        guard request.json?["status"]?.string == "Picking" else { return problem(400, "status can only be Picking") }
        var results: [JSONValue] = []
        for line in request.json?["lines"]?.elements.map({ $0 }) ?? [] {
            let id = line["lineId"]?.text ?? ""
            let found = places(of: id, world)
            func intent(_ place: (order: MarketOrder, package: MarketPackage, line: String)) -> String {
                "acknowledgement/\(place.order.id)/\(place.package.id)/\(place.line)"
            }
            let open = found.first { $0.package.state == .created }
            var reason: String?
            if let open, !world.pickedLines[open.package.id, default: []].contains(open.line) {
                world.pushes.count(intent(open), isCarriedOut: true)
                world.pick(line: open.line, of: open.package.id, in: open.order.id)
            } else {
                let picked = open ?? found.first { $0.package.state == .picking }
                reason = picked == nil ? "Sipariş kalemi bulunamadı" : "Sipariş kalemi zaten bu statüde"
                let refused = (picked ?? found.first).map(intent) ?? "acknowledgement/?/?/\(id)"
                world.pushes.refuse(refused, reason ?? "")
            }
            results.append([
                "lineId": .id(id.isEmpty ? "0" : id), "status": reason == nil ? "SUCCESS" : "FAILED",
                "reasons": .text(reason),
            ])
        }
        return .json(200, ["content": .array(results)])
    }

    /// The packages with a line of N11's, and the name that it has in the order.
    private func places(
        of id: String, _ world: Marketplace
    ) -> [(order: MarketOrder, package: MarketPackage, line: String)] {
        world.orders().flatMap { order in
            order.packages.flatMap { package in
                package.units.keys.filter { N11Payload.lineID($0, in: package, of: order) == id }.map {
                    (order, package, $0)
                }
            }
        }
    }

    /// Each group that is named becomes a package, and what is left another one; units that the merchant has not are cancelled beside it,
    /// with a reason. Only what is picked can be split. That all of a package is cancelled the documentation does not say: here it is.
    func split(_ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer {
        var named: [(id: String, units: Int, group: Int?)] = []
        for (index, group) in (request.json?["splitPackages"]?.elements.map { $0 } ?? []).enumerated() {
            for detail in group["packageDetails"]?.elements.map({ $0 }) ?? [] {
                guard let id = detail["orderLineId"]?.text, let count = detail["quantities"]?.int, count >= 1 else {
                    return problem(400, "packageDetails are not valid")
                }
                named.append((id, count, index))
            }
        }
        for item in request.json?["cancelledItems"]?.elements.map({ $0 }) ?? [] {
            guard let id = item["orderLineId"]?.text, let count = item["quantity"]?.int, count >= 1,
                (61...65).contains(item["cancelReasonId"]?.int ?? 0)
            else { return problem(400, "cancelledItems are not valid") }
            named.append((id, count, nil))
        }
        guard let first = named.first else { return problem(400, "splitPackages") }
        let open = places(of: first.id, world).filter { [.created, .picking].contains($0.package.state) }
        guard let (order, package, _) = open.first else { return problem(404, "orderLineId") }
        let names = Dictionary(
            uniqueKeysWithValues: package.units.keys.map { (N11Payload.lineID($0, in: package, of: order), $0) })
        var groups: [Int: [String: Int]] = [:]
        var cancelled: [String: Int] = [:]
        var left = package.units
        for (id, count, group) in named {
            guard let line = names[id], count <= left[line, default: 0] else {
                return problem(400, "the lines are not those of the package")
            }
            left[line, default: 0] -= count
            if let group { groups[group, default: [:]][line, default: 0] += count } else { cancelled[line] = count }
        }
        left = left.filter { $0.value > 0 }
        var parts = groups.sorted { $0.key < $1.key }.map(\.value)
        if !left.isEmpty { parts.append(left) }
        guard package.state == .picking || parts.isEmpty else {
            return problem(400, "Created statülü siparişler bölünemez")
        }
        guard parts.isEmpty || !groups.isEmpty else { return problem(400, "yalnızca iptal yapılamaz") }
        if cancelled.isEmpty {
            guard parts.count > 1 else { return problem(400, "the package would stay as it is") }
            world.pushes.count("split/\(order.id)/\(package.id)", isCarriedOut: true)
            world.replace(package: package.id, of: order.id, by: parts)
            return .json(200, ["code": 200, "message": "success"])
        }
        switch world.cancelByMerchant(order.id, units: cancelled, of: package.id) {
        case .done:
            let rest = world[order.id]?.packages.last { $0.isLive && $0.maker == "cancel" }
            if parts.count > 1, let rest { world.replace(package: rest.id, of: order.id, by: parts) }
            return .json(200, ["code": 200, "message": "success"])
        case .unknownOrder: return problem(404, "orderLineId")
        case .refused(let reason): return problem(400, reason)
        }
    }

    func stock(_ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer {
        let items = request.json?["payload"]?["skus"]?.elements.map { $0 } ?? []
        guard request.json?["payload"]?["integrator"]?.string?.isEmpty == false, (1...1000).contains(items.count) else {
            return problem(400, "integrator and from 1 to 1000 skus are required")
        }
        var results: [StockJob.Result] = []
        for item in items {
            guard let code = item["stockCode"]?.string, let quantity = item["quantity"]?.int, quantity >= 0 else {
                return problem(400, "stockCode and quantity are required")
            }
            let isKnown = world.articles[code] != nil
            if isKnown { world.setStock(code, to: quantity) }
            results.append(.init(name: code, quantity: quantity, isKnown: isKnown))
        }
        let id = "\(world.nextID())"
        world.jobs[id] = StockJob(results: results, roundsLeft: 1)
        return .json(200, ["id": .id(id), "type": "PRICE_STOCK_UPDATE", "status": "IN_QUEUE", "reasons": []])
    }

    func task(_ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer {
        guard let id = request.json?["taskId"]?.text, var job = world.jobs[id] else { return problem(404, "taskId") }
        let isDone = job.roundsLeft <= 0
        job.roundsLeft -= 1
        world.jobs[id] = job
        let content: [JSONValue] = job.results.map {
            [
                "itemCode": .string($0.name), "status": $0.isKnown ? "SUCCESS" : "FAIL",
                "sku": ["stockCode": .string($0.name), "quantity": .int($0.quantity)],
                "reasons": $0.isKnown ? [] : ["Ürün bulunamadı"],
            ]
        }
        return .json(
            200,
            [
                "taskId": .id(id), "status": .string(isDone ? "PROCESSED" : "IN_QUEUE"),
                "skus": [
                    "content": .array(isDone ? content : []), "totalElements": .int(isDone ? content.count : 0),
                    "totalPages": 1,
                ],
            ])
    }
}

extension Marketplace {
    /// A package is at work when all of its lines are.
    fileprivate mutating func pick(line: String, of package: String, in order: String) {
        guard let found = self[order], let known = found.packages.first(where: { $0.id == package }) else { return }
        var picked = pickedLines[package, default: []]
        picked.insert(line)
        pickedLines[package] = picked
        guard picked == Set(known.units.keys) else { return }
        update(order, tell: .packagesChanged([package])) { order in
            order.isAcknowledged = true
            if let index = order.packages.firstIndex(where: { $0.id == package }) {
                order.packages[index].state = .picking
            }
        }
    }

    /// The carrier takes what is at work: at N11 nobody else says that it was sent.
    package mutating func carrierTakes(_ id: String, number: String) {
        guard let order = self[id], !order.isCancelled else { return }
        for package in order.packages where [.created, .picking, .invoiced].contains(package.state) {
            _ = ship(id, units: package.units, carrier: nil, trackingNumber: "\(number)-\(package.id)")
            update(id, tell: .packagesChanged([package.id])) { order in
                guard let index = order.packages.firstIndex(where: { $0.id == package.id }) else { return }
                order.packages[index].state = .shipped
                order.packages[index].trackingNumber = "\(number)-\(package.id)"
            }
        }
    }
}
