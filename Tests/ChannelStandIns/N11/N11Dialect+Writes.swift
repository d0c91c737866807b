import TestSupport
import WireJSON

extension N11Dialect {
    /// Only `Picking` can be told; each line gets an answer of its own.
    func update(_ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer {
        guard request.json?["status"]?.string == "Picking" else { return problem(400, "status can only be Picking") }
        var results: [JSONValue] = []
        for line in request.json?["lines"]?.elements.map({ $0 }) ?? [] {
            let id = line["lineId"]?.text ?? ""
            let found = world.orders { $0.lines.contains { $0.id == id } }.first
            let package = found?.packages.first {
                $0.state == .created && $0.units[id] != nil && !world.pickedLines[$0.id, default: []].contains(id)
            }
            var reason: String?
            if let order = found, let package {
                world.pushes.count("acknowledgement/\(order.id)/\(package.id)/\(id)", isCarriedOut: true)
                world.pick(line: id, of: package.id, in: order.id)
            } else {
                let isPicking = found?.packages.contains { $0.state == .picking && $0.units[id] != nil } ?? false
                reason = isPicking ? "Sipariş kalemi zaten bu statüde" : "Sipariş kalemi bulunamadı"
                world.pushes.refuse("acknowledgement/\(found?.id ?? "?")/\(id)", reason ?? "")
            }
            results.append([
                "lineId": .id(id.isEmpty ? "0" : id), "status": reason == nil ? "SUCCESS" : "FAILED",
                "reasons": .text(reason),
            ])
        }
        return .json(200, ["content": .array(results)])
    }

    /// Units that the merchant has not are cancelled with a reason.
    func split(_ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer {
        var units: [String: Int] = [:]
        for item in request.json?["cancelledItems"]?.elements.map({ $0 }) ?? [] {
            guard let id = item["orderLineId"]?.text, let count = item["quantity"]?.int,
                (61...65).contains(item["cancelReasonId"]?.int ?? 0)
            else { return problem(400, "cancelledItems are not valid") }
            units[id, default: 0] += count
        }
        let lines =
            Array(units.keys)
            + (request.json?["splitGroups"]?.elements.flatMap { group in
                (group["items"]?.elements.compactMap { $0["orderLineId"]?.text } ?? [])
                    + (group["orderLineIds"]?.elements.compactMap(\.text) ?? [])
            } ?? [])
        guard let first = lines.first,
            let order = world.orders(where: { $0.lines.contains { $0.id == first } }).first
        else { return problem(404, "orderLineId") }
        if units.isEmpty {
            world.repackage(order.id)
            return .json(200, ["status": "SUCCESS"])
        }
        switch world.cancelByMerchant(order.id, units: units) {
        case .done: return .json(200, ["status": "SUCCESS"])
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
