import Contracts
import Messaging
import WireJSON

/// What Hepsiburada is told. Packing is a race with the marketplace, which packs by itself after a quarter of an hour: a
/// package that is there is taken, whoever made it.
extension HepsiburadaAdapter {
    package func push(
        _ push: ChannelPush, isRepeat: Bool, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        switch push {
        case .fulfilment(let content): try await fulfil(content, isRepeat: isRepeat, over: link)
        case .cancellation(let content): try await cancel(content, over: link)
        case .stock(let items): try await setStock(items, over: link)
        case .refund, .returnDecision, .acknowledgement, .invoice: .notNeeded("Hepsiburada is not told of this")
        }
    }

    package func progress(
        _ reference: String, of push: ChannelPush, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        guard case .stock = push else { return .done(reference: reference) }
        let path = "/listings/merchantid/\(try link.account())/stock-uploads/id/\(ChannelCall.escaped(reference))"
        let root = try await link.call(
            ChannelCall("GET", path, base: Self.listingBase(of: link), limit: "listing")
        ).expectSuccess().json()
        guard ["Done", "Completed", "Failed"].contains(root["status"]?.string) else {
            return .underway(reference: reference)
        }
        var refused: [String: String] = [:]
        for error in root["errors"]?.elements.map(\.self) ?? [] {
            guard let sku = error["merchantSku"]?.text else { continue }
            refused[sku] = error["errors"]?.elements.compactMap(\.text).first ?? error["message"]?.text ?? "refused"
        }
        return refused.isEmpty ? .done(reference: reference) : .partly(refused: refused)
    }

    private struct Packed {
        let number: String
        let units: [String: Int]
        let trackingNumber: String?
        let isSent: Bool
    }

    /// With a carrier of the shop's own the package is said to be on its way; Hepsiburada's own tell it themselves. One that holds
    /// more than the parcel, as those do that Hepsiburada makes, is taken apart first.
    private func fulfil(
        _ parcel: ChannelPush.Fulfilment, isRepeat: Bool, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let known = try await packages(of: parcel, over: link)
        // What left before is not among them, so that each is free.
        var alone = parcel
        alone.earlier = []
        let places = ParcelPlaces(
            alone,
            among: known.map {
                ParcelPlaces.Package(
                    id: $0.number, units: $0.units, trackingNumbers: Set([$0.trackingNumber].compactMap(\.self)),
                    isOpen: !$0.isSent, canTake: !$0.isSent)
            })
        if places.missing.isEmpty, places.fitting.isEmpty,
            let told = known.first(where: { places.told.contains($0.number) && $0.isSent })
        {
            return .found(reference: told.number)
        }
        var packed = known.filter { places.told.union(places.fitting).contains($0.number) && !$0.isSent }
        let open = places.missing.sorted { $0.key < $1.key }.map {
            ChannelPush.Line(lineID: $0.key, quantity: $0.value)
        }
        // Of a line that leaves in several parcels nothing tells which of them it was: that is packed, and refused where it was
        // carried out before.
        if isRepeat, !open.isEmpty {
            let sent = try await lines(of: parcel.order, over: link).filter { Self.isSent($0.status) }
            if open.allSatisfy({ part in sent.contains { $0.id == part.lineID && $0.units == part.quantity } }) {
                return .found(reference: nil)
            }
        }
        if let larger = places.larger {
            // All of it would be told to be on its way.
            let path =
                "/packages/merchantid/\(try link.account())/packagenumber/\(ChannelCall.escaped(larger.id))/unpack"
            try await tell(ChannelCall("POST", path, limit: "packages"), over: link)
            throw .notYet("package \(larger.id) is taken apart for the parcel")
        }
        if !open.isEmpty { packed.append(try await pack(open, of: parcel, beside: known, over: link)) }
        guard !packed.isEmpty else {
            throw .refused("all packages with lines of order \(parcel.order) are on their way under other numbers")
        }
        guard link.option("carrier") != "hepsiburada" else { return .done(reference: packed.first?.number) }
        for package in packed {
            let path =
                "/packages/merchantid/\(try link.account())/packagenumber/"
                + "\(ChannelCall.escaped(package.number))/intransit"
            try await tell(
                .json("POST", path, Self.journey(of: parcel, now: .wallClock).jsonBytes, limit: "packages"), over: link)
        }
        return .done(reference: packed.first?.number)
    }

    /// Hepsiburada may be first, since it was asked what is packed.
    private func pack(
        _ lines: [ChannelPush.Line], of parcel: ChannelPush.Fulfilment, beside known: [Packed], over link: ChannelLink
    ) async throws(ChannelFailure) -> Packed {
        do {
            return try await pack(lines, over: link)
        } catch {
            guard error.isFinal else { throw error }
            let now = try await packages(of: parcel, over: link)
            guard !Set(now.map(\.number)).isSubset(of: known.map(\.number)) else { throw error }
            throw .notYet("lines of order \(parcel.order) were packed by somebody else meanwhile")
        }
    }

    private func pack(_ lines: [ChannelPush.Line], over link: ChannelLink) async throws(ChannelFailure) -> Packed {
        let body: JSONValue = .members([
            "parcelQuantity": .whole(1), "deci": .whole(1),
            "lineItemRequests": .array(
                lines.map { .members(["id": .string($0.lineID), "quantity": .whole($0.quantity)]) }),
        ])
        let answer = try await link.call(
            .json("POST", "/packages/merchantid/\(try link.account())", body.jsonBytes, limit: "packages"))
        try Self.checkAddressChange(answer)
        guard let number = try answer.expectSuccess().json()["packageNumber"]?.text else {
            throw ChannelFailure(code: .unreadable, message: "a package without a number", isFinal: false)
        }
        return Packed(number: number, units: lines.perLine, trackingNumber: nil, isSent: false)
    }

    /// - Parameter now: stands for the moment at which the parcel left, which may lie before Hepsiburada's package was made or more than
    ///   seven days back: it refuses either.
    static func journey(of parcel: ChannelPush.Fulfilment, now: Timestamp) -> JSONValue {
        .members([
            "shippedDate": .string(now.rfc3339),
            "estimatedArrivalDate": .string((now + .seconds(3 * 86_400)).rfc3339),
            "trackingNumber": .string(parcel.trackingNumber), "trackingUrl": .string(parcel.trackingURL ?? ""),
            "trackingPhoneNumber": .string(""), "cost": .whole(0), "tax": .whole(0), "deci": .whole(1),
        ])
    }

    /// Packages with lines of the parcel, among a thousand of the last thirty days.
    private func packages(
        of parcel: ChannelPush.Fulfilment, over link: ChannelLink
    ) async throws(ChannelFailure) -> [Packed] {
        let lines = Set(parcel.lines.map(\.lineID))
        let reader = PayloadReader()
        var found: [Packed] = []
        for page in 0..<100 {
            let root = try await link.call(
                ChannelCall(
                    "GET", "/packages/merchantid/\(try link.account())",
                    query: [("offset", String(page * 10)), ("limit", "10"), ("timespan", "720")], limit: "packages")
            ).expectSuccess().json()
            let rows = (root["items"] ?? root).elements.map(\.self)
            for row in rows {
                guard let number = reader.id("packageNumber", of: row) else { continue }
                var units: [String: Int] = [:]
                for item in row["items"]?.elements.map(\.self) ?? [] {
                    guard let line = reader.id("lineItemId", of: item) ?? reader.id("id", of: item) else { continue }
                    units[line, default: 0] += item["quantity"]?.int ?? 0
                }
                guard units.keys.contains(where: lines.contains) else { continue }
                let tracking = ["trackingInfoCode", "trackingNumber"].compactMap { reader.id($0, of: row) }.first
                let status = row["status"]?.string ?? "Open"
                found.append(
                    Packed(
                        number: number, units: units, trackingNumber: tracking,
                        isSent: !["Open", "Created", "ReadyToShip", "Packaged"].contains(status)))
            }
            if rows.count < 10 { break }
        }
        return found
    }

    /// A line as a whole, and before it is packed; 83 is "cannot be supplied".
    private func cancel(
        _ wish: ChannelPush.Cancellation, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let account = try link.account()
        let open = try await openLines(of: wish.order, over: link)
        let left = wish.left.perLine
        var isDone = false
        for line in wish.lines {
            // A repeat finds nothing of it any more.
            guard let units = open[line.lineID], units > left[line.lineID] ?? 0 else { continue }
            guard left[line.lineID] ?? 0 == 0 else {
                throw .refused(
                    "Hepsiburada cancels lines as a whole: \(line.quantity) of line \(line.lineID) are to go")
            }
            let body: JSONValue = .members(["reasonId": .string(link.option("cancelReason") ?? "83")])
            let path = "/lineitems/merchantid/\(account)/id/\(ChannelCall.escaped(line.lineID))/cancelbymerchant"
            try await tell(.json("POST", path, body.jsonBytes, limit: "orders"), over: link)
            isDone = true
        }
        return isDone ? .done(reference: nil) : .found(reference: nil)
    }

    private struct Line {
        let id: String
        let units: Int
        let status: String
    }

    private static func isSent(_ status: String) -> Bool {
        ["intransit", "shipped", "delivered", "undelivered"].contains(status.lowercased())
    }

    private func openLines(of order: String, over link: ChannelLink) async throws(ChannelFailure) -> [String: Int] {
        var units: [String: Int] = [:]
        for line in try await lines(of: order, over: link) where !line.status.lowercased().hasPrefix("cancel") {
            units[line.id, default: 0] += line.units
        }
        return units
    }

    /// None of an order that is not there.
    private func lines(of order: String, over link: ChannelLink) async throws(ChannelFailure) -> [Line] {
        let answer = try await link.call(
            ChannelCall(
                "GET", "/orders/merchantid/\(try link.account())/ordernumber/\(ChannelCall.escaped(order))",
                limit: "orders"))
        if answer.status == 404 { return [] }
        let root = try answer.expectSuccess().json()
        let reader = PayloadReader()
        return (root["items"] ?? root).elements.map(\.self).compactMap { item in
            guard let id = reader.id("id", of: item) ?? reader.id("lineItemId", of: item) else { return nil }
            return Line(id: id, units: item["quantity"]?.int ?? 0, status: item["status"]?.string ?? "Open")
        }
    }

    /// A call of which nothing but its success matters.
    private func tell(_ call: ChannelCall, over link: ChannelLink) async throws(ChannelFailure) {
        let answer = try await link.call(call)
        try Self.checkAddressChange(answer)
        _ = try answer.expectSuccess()
    }

    /// The customer is changing the address: later.
    private static func checkAddressChange(_ answer: ChannelAnswer) throws(ChannelFailure) {
        if !answer.isSuccess, answer.excerpt.lowercased().contains("address demand") {
            throw .notYet("the customer's change of address is under way")
        }
    }

    private func setStock(
        _ items: [ChannelPush.StockItem], over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let body = JSONValue.array(
            items.map { .members(["merchantSku": .string($0.sku), "availableStock": .whole($0.units)]) })
        let answer = try await link.call(
            .json(
                "POST", "/listings/merchantid/\(try link.account())/stock-uploads", body.jsonBytes,
                base: Self.listingBase(of: link), limit: "listing")
        ).expectSuccess().json()
        return answer["id"]?.text.map { .underway(reference: $0) } ?? .done(reference: nil)
    }

    /// Listings have a host of their own; a connection that names an address names this one too, or has both at one.
    private static func listingBase(of link: ChannelLink) -> String? {
        if let named = link.option("listingUrl") { return named }
        return link.connection.baseURL == nil ? "https://listing-external.hepsiburada.com" : nil
    }
}
