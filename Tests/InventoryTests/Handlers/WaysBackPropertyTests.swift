import Contracts
import FoundationEssentials
import Messaging
import TestSupport
import Testing

@testable import Inventory

/// Everything that can happen to stock, at random, against a model that knows nothing but what inventory says.
@Suite("Every way back, against brute force")
struct WaysBackPropertyTests {
    /// One run: the bench, what is known from outside, and what chance decides next.
    struct Run {
        var bench: InventoryBench
        var view = CoordinatorView()
        var random: SeededGenerator
        var number = 0

        init(seed: UInt64) throws {
            random = SeededGenerator(seed: seed)
            bench = try Demo.bench([])
            try bench.upsert(
                Demo.article("TEA"), Demo.article("CUP", safety: 1, policy: .backorder, leadDays: 2),
                Demo.article("POT", policy: .split))
            for sku in skus { for site in sites { try bench.book("receive", sku, site, 6) } }
        }

        mutating func one<Element>(of elements: [Element]) -> Element? { elements.randomElement(using: &random) }

        mutating func count(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

        mutating func key() -> StockKey {
            StockKey(sku: one(of: skus) ?? "TEA", site: one(of: sites) ?? "BER")
        }

        /// An order that can still lose something, in an order that a seed makes again.
        mutating func order() -> CoordinatorView.Order? {
            // Mostly of a few, so that much happens to one.
            let open = view.orders.values.filter { !$0.isOver && $0.line.gone < $0.line.ordered }
                .sorted { $0.id.text < $1.id.text }
            return one(of: count(0...3) > 0 ? Array(open.prefix(3)) : open)
        }

        /// Of an order with an allocation that is still to be sent.
        mutating func allocation() -> (CoordinatorView.Order, Allocation, Int)? {
            guard let order = order(),
                let told = one(of: order.line.told.filter { $0.value > 0 }.sorted { $0.key.text < $1.key.text }),
                let allocation = order.allocations[told.key]
            else { return nil }
            return (order, allocation, told.value)
        }
    }

    @Test("The books balance, each unit is where inventory said, and nobody waits beside goods")
    func anything() throws {
        let base = SeededGenerator().seed
        print("ways back seed: \(base)")
        for offset in 0..<40 {
            let seed = base &+ UInt64(offset)
            var run = try Run(seed: seed)
            for step in 0..<100 {
                try run.step()
                // Between a receipt and the filling anything may happen.
                let isFilled = run.count(0...2) > 0
                if isFilled { try run.fillAll() }
                run.check(isFilled: isFilled, "seed \(seed), step \(step)")
            }
        }
    }
}

extension WaysBackPropertyTests.Run {
    /// Refused, sent whole, sent in parts.
    private var skus: [String] { ["TEA", "CUP", "POT"] }
    private var sites: [String] { ["BER", "LON", "IST"] }

    mutating func step() throws {
        let out: Outcome?
        switch count(0...13) {
        case 0...2: out = try reserve()
        case 4: out = try releaseAll()
        case 5: out = try releasePart()
        case 3, 6...7: out = try reroute()
        case 8: out = try handOver()
        case 9: out = try putBack()
        case 10: out = try book("receive", count(1...4))
        case 11: out = try book("adjust", count(-5...3))
        case 12: out = try book(one(of: ["quarantine", "unquarantine", "write_off"]) ?? "quarantine", count(1...3))
        default: out = try openOrClose()
        }
        if let out { try view.hear(out) }
    }

    private mutating func reserve() throws -> Outcome? {
        number += 1
        let (id, sku, quantity) = (UUID.v5("order \(number)"), one(of: skus) ?? "TEA", count(1...7))
        view.expect(id, sku, quantity)
        try view.hear(try bench.reserve([(sku, quantity)], for: id, isExpress: count(0...3) == 0))
        view.update(id) { $0.line.isAnswered = true }
        return nil
    }

    private mutating func releaseAll() throws -> Outcome? {
        guard let order = order() else { return nil }
        var keep: [AllocatedUnits] = []
        for (id, units) in order.line.told.sorted(by: { $0.key.text < $1.key.text }) where units > 0 {
            guard let site = order.allocations[id]?.site, count(0...1) == 0 else { continue }
            keep.append(AllocatedUnits(site: site, sku: order.sku, quantity: count(1...units)))
        }
        let out = try bench.handle(
            ReleaseStockHandler.self, ReleaseStock(reservationID: order.id, reason: "x", keep: keep), order: order.id)
        view.update(order.id) { order in
            order.line.gone = order.line.ordered
            (order.line.told, order.line.waiting, order.isOver, order.kept) = ([:], 0, true, keep)
        }
        return out
    }

    private mutating func releasePart() throws -> Outcome? {
        number += 1
        if let (order, allocation, told) = allocation(), let id = allocation.id {
            let units = count(1...told)
            view.update(order.id) { order in
                order.line.told[id, default: 0] -= units
                order.line.gone += units
            }
            return try bench.handle(
                ReleaseStockHandler.self,
                ReleaseStock(
                    reservationID: order.id, reason: "x",
                    lines: [ParcelLine(lineID: "1", sku: order.sku, quantity: units)], ordinal: number,
                    allocationID: id), order: order.id)
        }
        guard let order = order(), order.line.waiting > 0 else { return nil }
        let units = count(1...order.line.waiting)
        view.update(order.id) { order in
            order.line.waiting -= units
            order.line.gone += units
        }
        return try bench.handle(
            ReleaseStockHandler.self,
            ReleaseStock(
                reservationID: order.id, reason: "x",
                lines: [ParcelLine(lineID: "1", sku: order.sku, quantity: units)], ordinal: number), order: order.id)
    }

    private mutating func reroute() throws -> Outcome? {
        guard let (order, allocation, told) = allocation(), let id = allocation.id else { return nil }
        let units = count(1...told)
        view.update(order.id) { order in
            order.line.told[id, default: 0] -= units
            order.line.pending += units
        }
        let kind = count(0...2)
        return try bench.handle(
            RerouteStockHandler.self,
            RerouteStock(
                reservationID: order.id, allocationID: id, site: allocation.site,
                lines: [ShortLine(lineID: "1", sku: order.sku, requested: told, available: told - units)],
                damaged: kind == 1, isCount: kind != 2), order: order.id)
    }

    private mutating func handOver() throws -> Outcome? {
        guard let (order, allocation, told) = allocation(), let id = allocation.id else { return nil }
        let units = count(1...told)
        number += 1
        let parcel = Parcel(
            id: .v5("parcel \(number)"), fulfilmentOrderID: id, site: allocation.site,
            lines: [ParcelLine(lineID: "1", sku: order.sku, quantity: units)], weight: 1, length: 1, width: 1, height: 1
        )
        // Which of a site's allocations the units come off makes no difference to the stock; the model takes the oldest.
        let sameSite = order.allocations.values.filter { $0.site == allocation.site }
        guard sameSite.count == 1 else { return nil }
        view.update(order.id) { order in
            order.line.told[id, default: 0] -= units
            order.line.gone += units
        }
        return try bench.handle(
            ParcelHandedOverHandler.self,
            ParcelHandedOver(
                fulfilmentOrderID: id, reservationID: order.id, parcel: parcel,
                tracking: ParcelTracking(parcelID: parcel.id, carrier: "c", service: "s", trackingNumber: "1"),
                at: Timestamp(seconds: 0)), order: order.id)
    }

    private mutating func putBack() throws -> Outcome? {
        let waiting = view.orders.values.filter { !$0.kept.isEmpty }.sorted { $0.id.text < $1.id.text }
        guard let order = one(of: waiting), let units = order.kept.first else { return nil }
        view.update(order.id) { $0.kept.removeFirst() }
        return try bench.handle(
            PutBackDoneHandler.self,
            PutBackDone(
                fulfilmentOrderID: .v5("f"), reservationID: order.id, site: units.site, lines: [units],
                isComplete: false),
            order: order.id)
    }

    private mutating func book(_ kind: String, _ quantity: Int) throws -> Outcome {
        let key = key()
        return try bench.book(kind, key.sku, key.site, quantity)
    }

    private mutating func openOrClose() throws -> Outcome {
        var site = one(of: [Demo.berlin, Demo.london, Demo.istanbul]) ?? Demo.berlin
        site.isOpen = count(0...2) > 0
        bench.rows.awaitedSKUs = skus
        return try bench.handle(UpsertCatalogueHandler.self, UpsertCatalogue(sites: [site]))
    }

    /// Every timer that inventory may have set for those who wait; one that it did not set does nothing.
    mutating func fillAll() throws {
        for sku in skus { try view.hear(try bench.fill(sku)) }
    }

    func check(isFilled: Bool, _ comment: Comment) {
        bench.expectBalanced(comment)
        for order in view.orders.values {
            #expect(order.line.sum == order.line.ordered && order.line.pending == 0, comment)
            guard let reservation = bench.rows.reservations[order.id] else { continue }
            var held: [UUID: Int] = [:]
            for line in reservation.lines {
                if let id = reservation.allocationID(of: line) { held[id, default: 0] += line.wanted }
            }
            #expect(held.filter { $0.value > 0 } == order.line.told.filter { $0.value > 0 }, comment)
            let tried = Set(reservation.history.tried.map { StockKey(sku: $0.sku, site: $0.site) })
            for backorder in reservation.backorders where isFilled {
                let free = bench.rows.balances(of: backorder.sku).filter {
                    bench.rows.sites[$0.key.site]?.isOpen == true && !tried.contains($0.key)
                }
                #expect(free.allSatisfy { $0.available == 0 }, comment)
            }
        }
        for sku in skus {
            let waiting = bench.rows.reservations.rows.flatMap(\.backorders).filter { $0.sku == sku }
            #expect(waiting.reduce(0) { $0 + $1.quantity } == bench.rows.waiters[sku]?[sku] ?? 0, comment)
        }
    }
}
