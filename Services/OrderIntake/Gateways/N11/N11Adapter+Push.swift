import Contracts
import WireJSON

/// What N11 is told: that we work on an order, what leaves apart from the rest, and what we have not. That a parcel is on its way, its
/// carrier says.
extension N11Adapter {
    package func push(
        _ push: ChannelPush, isRepeat: Bool, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        switch push {
        case .acknowledgement(let content): try await acknowledge(content, over: link)
        case .cancellation(let content): try await cancel(content, over: link)
        case .stock(let items): try await setStock(items, over: link)
        case .fulfilment(let content): try await fulfil(content, over: link)
        case .refund, .returnDecision, .invoice: .notNeeded("N11 is not told of this")
        }
    }

    package func progress(
        _ reference: String, of push: ChannelPush, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        guard case .stock = push else { return .done(reference: reference) }
        let body: JSONValue = .members([
            "taskId": .numericID(reference), "pageable": .members(["page": .whole(0), "size": .whole(1000)]),
        ])
        let root = try await link.call(
            .json("POST", "/ms/product/task-details/page-query", body.jsonBytes, limit: "stock")
        ).expectSuccess().json()
        switch root["status"]?.string {
        case "PROCESSED": break
        case "REJECT": throw .refused("N11 rejected the stock task \(reference)")
        default: return .underway(reference: reference)
        }
        var refused: [String: String] = [:]
        for result in root["skus"]?["content"]?.elements.map(\.self) ?? [] where result["status"]?.string != "SUCCESS" {
            guard let sku = result["sku"]?["stockCode"]?.text ?? result["itemCode"]?.text else { continue }
            refused[sku] = result["reasons"]?.elements.compactMap(\.text).first ?? "refused"
        }
        return refused.isEmpty ? .done(reference: reference) : .partly(refused: refused)
    }

    /// One call lists one status.
    private func nodes(
        _ order: String, _ status: String, over link: ChannelLink
    ) async throws(ChannelFailure) -> [JSONNode] {
        let root = try await link.call(
            ChannelCall(
                "GET", "/rest/delivery/v1/shipmentPackages",
                query: [("orderNumber", order), ("status", status), ("page", "0"), ("size", "100")], limit: "orders")
        ).expectSuccess().json()
        return root["content"]?.elements.map(\.self) ?? []
    }

    private func packages(of order: String, over link: ChannelLink) async throws(ChannelFailure) -> N11Packages {
        var found: [JSONNode] = []
        for status in N11Packages.statuses { found += try await nodes(order, status, over: link) }
        let packages = N11Packages(found, order: order)
        if let unclear = packages.unclear {
            throw .notYet("whether package \(unclear.id) of order \(order) is to be sent cannot be said")
        }
        return packages
    }

    /// What is unpacked by the way in which N11's help page has splits is worked on as well.
    private func acknowledge(
        _ order: ChannelPush.Acknowledgement, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let wanted = Set(order.lines.map(\.lineID))
        var open = N11Packages(try await nodes(order.order, "Created", over: link), order: order.order).standing
        if try await !nodes(order.order, "Unpacked", over: link).isEmpty {
            open = try await packages(of: order.order, over: link).open.filter { !$0.isAtWork }
        }
        let lines = Set(open.flatMap { package in package.lineIDs.filter { wanted.contains($0.key) }.values })
        guard !lines.isEmpty else { return .found(reference: nil) }
        try await pick(lines, of: order.order, over: link)
        return .done(reference: nil)
    }

    /// Each line has an answer of its own.
    /// - Parameter lines: by N11's ids.
    private func pick(_ lines: Set<String>, of order: String, over link: ChannelLink) async throws(ChannelFailure) {
        let body: JSONValue = .members([
            "lines": .array(lines.sorted().map { .members(["lineId": .numericID($0)]) }), "status": .string("Picking"),
        ])
        let answer = try await link.call(
            .json("PUT", "/rest/order/v1/update", body.jsonBytes, limit: "orders")
        ).expectSuccess().json()
        let failed = (answer["content"]?.elements.map(\.self) ?? []).filter { $0["status"]?.string != "SUCCESS" }
        guard let first = failed.first else { return }
        // Somebody was faster, or cancelled: what stays is a refusal.
        let left = N11Packages(try await nodes(order, "Created", over: link), order: order).standing
        guard left.contains(where: { $0.lineIDs.values.contains { lines.contains($0) } }) else { return }
        throw .refused("N11 does not take line \(first["lineId"]?.text ?? "?"): \(first["reasons"]?.text ?? "")")
    }

    /// A package of which the parcel is a part is split: its carrier would take all of it for sent. Nothing else is told.
    private func fulfil(
        _ parcel: ChannelPush.Fulfilment, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let packages = try await packages(of: parcel.order, over: link)
        let places = ParcelPlaces(
            parcel,
            among: packages.standing.map {
                ParcelPlaces.Package(
                    id: $0.id, units: $0.units, trackingNumbers: [], isOpen: !$0.isSent, canTake: true)
            })
        guard let line = places.missing.keys.min() else { return .found(reference: nil) }
        guard let larger = packages.open.first(where: { $0.id == places.larger?.id }) else {
            guard packages.units(line) > 0 else {
                throw .refused("N11 has no package with line \(line) of order \(parcel.order), which was sent")
            }
            return .notNeeded("the carrier has taken the package as a whole")
        }
        try await split(larger, apart: places.missing, cancelled: [:], of: parcel.order, over: link)
        return .done(reference: nil)
    }

    /// What stands there and should not: a repeat finds nothing of it.
    private func cancel(
        _ wish: ChannelPush.Cancellation, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let packages = try await packages(of: wish.order, over: link)
        var excess = ExcessUnits(wish, standing: packages.units)
        var isDone = false
        for package in packages.open {
            let units = excess.take(from: package.units)
            guard !units.isEmpty else { continue }
            let left = package.units.merging(units) { $0 - $1 }.filter { $0.value > 0 }
            try await split(package, apart: left, cancelled: units, of: wish.order, over: link)
            isDone = true
        }
        if let line = excess.rest {
            throw .refused("line \(line) of order \(wish.order) is on its way at N11")
        }
        return isDone ? .done(reference: nil) : .found(reference: nil)
    }

    /// Only a package that is worked on can be split, and only what is split can lose units. That a package is cancelled as a whole is not in
    /// N11's documentation: it is asked for even so, and what N11 says to it is a person's to see.
    /// - Parameters:
    ///   - apart: units per line that go into a package of their own; what is not named goes into another one.
    ///   - cancelled: units per line that are not sent.
    private func split(
        _ package: N11Packages.Package, apart: [String: Int], cancelled: [String: Int], of order: String,
        over link: ChannelLink
    ) async throws(ChannelFailure) {
        if !package.isAtWork, !apart.isEmpty { try await pick(Set(package.lineIDs.values), of: order, over: link) }
        func id(_ line: String) -> JSONValue { .numericID(package.lineIDs[line] ?? line) }
        let details = apart.filter { package.units[$0.key] != nil }.sorted { $0.key < $1.key }.map { line, units in
            JSONValue.members([
                "orderLineId": id(line), "quantities": .whole(min(units, package.units[line] ?? 0)),
            ])
        }
        let reason = Int(link.option("cancelReason") ?? "") ?? 61
        let gone = cancelled.sorted { $0.key < $1.key }.map { line, units in
            JSONValue.members([
                "orderLineId": id(line), "quantity": .whole(units), "cancelReasonId": .whole(reason),
            ])
        }
        let body: JSONValue = .members([
            "splitPackages": .array(details.isEmpty ? [] : [.members(["packageDetails": .array(details)])]),
            "cancelledItems": gone.isEmpty ? nil : .array(gone),
        ])
        let answer = try await link.call(
            .json("POST", "/rest/delivery/v1/splitPackageByQuantity", body.jsonBytes, limit: "orders"))
        guard !answer.isSuccess else { return }
        // Another parcel, or a cancel, may have split it at this moment.
        let now = try await packages(of: order, over: link)
        guard now.open.contains(where: { $0.id == package.id }) else {
            throw .notYet("package \(package.id) of order \(order) was split meanwhile")
        }
        throw .refused("N11 does not split package \(package.id) of order \(order): \(answer.refusal.message)")
    }

    private func setStock(
        _ items: [ChannelPush.StockItem], over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let body: JSONValue = .members([
            "payload": .members([
                "integrator": .string(link.option("integrator") ?? "Waybill"),
                "skus": .array(
                    items.map { .members(["stockCode": .string($0.sku), "quantity": .whole($0.units)]) }),
            ])
        ])
        let answer = try await link.call(
            .json("POST", "/ms/product/tasks/price-stock-update", body.jsonBytes, limit: "stock")
        ).expectSuccess().json()
        guard answer["status"]?.string != "REJECT" else {
            throw .refused("N11 rejected the stock task: \(answer["reasons"]?.elements.compactMap(\.text).first ?? "")")
        }
        return answer["id"]?.text.map { .underway(reference: $0) } ?? .done(reference: nil)
    }
}
