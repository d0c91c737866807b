import Contracts
import WireJSON

/// What Trendyol is told. It is asked first how the order stands there: what was done before is found.
extension TrendyolAdapter {
    package func push(
        _ push: ChannelPush, isRepeat: Bool, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        switch push {
        case .acknowledgement(let content): try await acknowledge(content.order, over: link)
        case .invoice(let content): try await tell(content, over: link)
        case .fulfilment(let content): try await fulfil(content, over: link)
        case .cancellation(let content): try await cancel(content, over: link)
        case .refund(let content): try await approveClaims(content, isRepeat: isRepeat, over: link)
        case .returnDecision(let content) where content.isApproved:
            try await approve(content, isRepeat: isRepeat, over: link)
        case .returnDecision(let content): try await dispute(content, isRepeat: isRepeat, over: link)
        case .stock(let items): try await setStock(items, isRepeat: isRepeat, over: link)
        }
    }

    package func progress(
        _ reference: String, of push: ChannelPush, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        guard case .stock(let items) = push else { return .done(reference: reference) }
        let root = try await link.call(
            ChannelCall(
                "GET",
                "/product/sellers/\(try link.account())/products/batch-requests/\(ChannelCall.escaped(reference))",
                limit: "stock")
        ).expectSuccess().json()
        let results = root["items"]?.elements.map(\.self) ?? []
        let isOpen = root["status"]?.string.map { $0 != "COMPLETED" } ?? false
        guard !isOpen, !results.isEmpty, results.allSatisfy({ $0["status"]?.string != nil }) else {
            return .underway(reference: reference)
        }
        var refused: [String: String] = [:]
        for result in results where result["status"]?.string != "SUCCESS" {
            let barcode = result["requestItem"]?["barcode"]?.text
            let reasons = result["failureReasons"]?.elements.compactMap { $0.text ?? $0["message"]?.string } ?? []
            for item in items where Self.barcode(of: item) == barcode {
                refused[item.sku] = reasons.first ?? "refused"
            }
        }
        return refused.isEmpty ? .done(reference: reference) : .partly(refused: refused)
    }

    func packages(of order: String, over link: ChannelLink) async throws(ChannelFailure) -> TrendyolPackages {
        let root = try await link.call(
            ChannelCall(
                "GET", "/order/sellers/\(try link.account())/orders", query: [("orderNumber", order), ("size", "200")],
                limit: "orders")
        ).expectSuccess().json()
        return TrendyolPackages(root, order: order)
    }

    func path(_ package: String, over link: ChannelLink) throws(ChannelFailure) -> String {
        "/order/sellers/\(try link.account())/shipment-packages/\(ChannelCall.escaped(package))"
    }

    private func acknowledge(_ order: String, over link: ChannelLink) async throws(ChannelFailure) -> PushOutcome {
        let known = try await packages(of: order, over: link)
        guard known.isKnown else { throw .refused("Trendyol has no package of order \(order)") }
        let packages = known.standing
        guard !packages.isEmpty else { return .notNeeded("the order is cancelled") }
        let open = packages.filter { $0.status == "Created" }
        if open.isEmpty, packages.contains(where: { $0.status == "Awaiting" }) {
            throw .notYet("Trendyol has not released order \(order)")
        }
        for package in open { try await pick(package, of: order, over: link) }
        return open.isEmpty ? .found(reference: nil) : .done(reference: nil)
    }

    func pick(
        _ package: TrendyolPackages.Package, of order: String, over link: ChannelLink
    ) async throws(ChannelFailure) {
        let body: JSONValue = .members([
            "lines": Self.lines(package.units), "params": .object([]), "status": .string("Picking"),
        ])
        let answer = try await link.call(
            .json("PUT", try path(package.id, over: link), body.jsonBytes, limit: "packages"))
        guard !answer.isSuccess else { return }
        // The acknowledgement and the parcel may both be told at this moment: whoever was first has said it.
        let now = try await packages(of: order, over: link).standing.first { $0.id == package.id }
        if now?.isAcknowledged != true { throw answer.refusal }
    }

    /// The parcel's own carrier is told; with Trendyol's, which has a number of its own for each package, only that the
    /// goods are packed. A package that holds more than the parcel is split first, and told when the new ones are there. One that
    /// another parcel's number was told is not told this one's.
    private func fulfil(
        _ parcel: ChannelPush.Fulfilment, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let packages = try await packages(of: parcel.order, over: link).standing
        let places = ParcelPlaces(
            parcel,
            among: packages.map {
                ParcelPlaces.Package(
                    id: $0.id, units: $0.units, trackingNumbers: $0.trackingNumbers, isOpen: $0.isOpen,
                    canTake: $0.isOpen)
            })
        if let line = places.missing.keys.min() {
            guard let larger = packages.first(where: { $0.id == places.larger?.id }) else {
                throw .refused(
                    "Trendyol has no open package for line \(line) of order \(parcel.order) that is no other parcel's")
            }
            try await split(larger, places.missing, of: parcel.order, over: link)
            throw .notYet("a package is being split for the parcel")
        }
        guard !places.fitting.isEmpty else { return .found(reference: nil) }
        let told = packages.filter { places.fitting.contains($0.id) }
        for package in told {
            if !package.isAcknowledged { try await pick(package, of: parcel.order, over: link) }
            if let number = parcel.invoiceNumber { try await invoice(package, number, before: parcel, over: link) }
            guard link.option("carrier") != "trendyol" else { continue }
            let body: JSONValue = .members(["trackingNumber": .string(parcel.trackingNumber)])
            _ = try await link.call(
                .json(
                    "PUT", "\(try path(package.id, over: link))/update-tracking-number", body.jsonBytes,
                    limit: "packages")
            ).expectSuccess()
        }
        return .done(reference: told.first?.id)
    }

    private func split(
        _ package: TrendyolPackages.Package, _ wanted: [String: Int], of order: String, over link: ChannelLink
    ) async throws(ChannelFailure) {
        let parts = wanted.filter { (package.units[$0.key] ?? 0) > 0 }.sorted { $0.key < $1.key }
        let body: JSONValue = .members([
            "splitPackages": .array([
                .members([
                    "packageDetails": .array(
                        parts.map { line, units in
                            .members([
                                "orderLineId": .numericID(line),
                                "quantities": .whole(min(units, package.units[line] ?? 0)),
                            ])
                        })
                ])
            ])
        ])
        let answer = try await link.call(
            .json("POST", "\(try path(package.id, over: link))/split-packages", body.jsonBytes, limit: "packages"))
        guard !answer.isSuccess else { return }
        // Another parcel of the order may have had it split at this moment.
        let now = try await packages(of: order, over: link).standing
        guard !now.contains(where: { $0.id == package.id && $0.isOpen }) else { throw answer.refusal }
    }

    /// What stands there and should not: a repeat finds nothing of it.
    private func cancel(
        _ wish: ChannelPush.Cancellation, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let packages = try await packages(of: wish.order, over: link)
        var excess = ExcessUnits(wish, standing: packages.units)
        var isDone = false
        for package in packages.standing where package.isOpen {
            let units = excess.take(from: package.units)
            guard !units.isEmpty else { continue }
            let body: JSONValue = .members([
                "lines": Self.lines(units), "reasonId": .whole(Int(link.option("unsuppliedReason") ?? "") ?? 500),
            ])
            _ = try await link.call(
                .json("PUT", "\(try path(package.id, over: link))/items/unsupplied", body.jsonBytes, limit: "packages")
            ).expectSuccess()
            isDone = true
        }
        if let line = excess.rest {
            throw .refused("line \(line) of order \(wish.order) is on its way at Trendyol")
        }
        return isDone ? .done(reference: nil) : .found(reference: nil)
    }

    /// Carried out later, and asked about by the batch's id. The same list within a quarter of an hour is refused. To a
    /// repeat that says that it is there; a first one is compared with an earlier upload, after which other levels may have
    /// been set, and is sent again when that is long enough ago.
    private func setStock(
        _ items: [ChannelPush.StockItem], isRepeat: Bool, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let body: JSONValue = .members([
            "items": .array(
                items.map { .members(["barcode": .string(Self.barcode(of: $0)), "quantity": .whole($0.units)]) })
        ])
        let answer = try await link.call(
            .json(
                "POST", "/inventory/sellers/\(try link.account())/products/price-and-inventory", body.jsonBytes,
                limit: "stock"))
        if Self.isOfSameRequest(answer) {
            if isRepeat { return .found(reference: nil) }
            throw ChannelFailure(
                code: .rateLimited, message: "Trendyol had the same list just now", isFinal: false,
                retryAfter: .seconds(900))
        }
        guard let batch = try answer.expectSuccess().json()["batchRequestId"]?.text else {
            return .done(reference: nil)
        }
        return .underway(reference: batch)
    }

    /// Trendyol says so by its words, in English or Turkish.
    private static func isOfSameRequest(_ answer: ChannelAnswer) -> Bool {
        guard answer.status == 400 else { return false }
        let text = String(decoding: answer.body.prefix(4096), as: UTF8.self).lowercased()
        return ["request.same", "same request", "15 minutes", "15 dakika"].contains { text.contains($0) }
    }

    private static func barcode(of item: ChannelPush.StockItem) -> String { item.barcode ?? item.sku }

    static func lines(_ units: [String: Int]) -> JSONValue {
        .array(
            units.sorted { $0.key < $1.key }.map { line, count in
                .members(["lineId": .numericID(line), "quantity": .whole(count)])
            })
    }
}
