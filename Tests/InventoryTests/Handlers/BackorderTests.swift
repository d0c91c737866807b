import Contracts
import FoundationEssentials
import Messaging
import Testing

@testable import Inventory

@Suite("Orders that wait for goods")
struct BackorderTests {
    private func bench(_ policy: ShortPolicy, _ quantity: Int, leadDays: Int = 2) throws -> InventoryBench {
        var bench = try Demo.bench(quantity > 0 ? [("TEA", "BER", quantity)] : [])
        try bench.upsert(Demo.article("TEA", policy: policy, leadDays: leadDays))
        return bench
    }

    @Test("Split: what is there is reserved, the rest waits with a promised date, and is told of as it comes")
    func split() throws {
        var bench = try bench(.split, 3)
        let out = try bench.reserve([("TEA", 5)], for: .v5("o"))
        #expect(try out.payload(StockReserved.self)?.allocations[0].lines.map(\.quantity) == [3])
        let waiting = try #require(try out.payload(StockBackordered.self))
        #expect(waiting.lines == [ShortLine(lineID: "1", sku: "TEA", requested: 5, available: 3)])
        #expect(waiting.promisedAt == out.messages[0].envelope.time + .seconds(2 * 86_400))
        #expect(out.messages.compactMap(\.envelope.sequence) == [1, 2])
        for sequence in [Int64(3), 4] {
            try bench.book("receive", "TEA", "LON", 1)
            let filled = try bench.fill("TEA")
            #expect(try filled.payload(StockReserved.self)?.allocations[0].lines.map(\.quantity) == [1])
            #expect(filled.messages[0].envelope.sequence == sequence && filled.messages[0].envelope.step == "reserve")
        }
        #expect(bench.rows.reservations[.v5("o")]?.state == .reserved)
        bench.expectBalanced()
    }

    @Test("Backorder: the line is told of only when all of it is held; meanwhile nobody else gets what it holds")
    func whole() throws {
        var bench = try bench(.backorder, 3)
        let out = try bench.reserve([("TEA", 5), ("CUP", 1)], for: .v5("none"))
        #expect(
            try out.payload(StockShort.self)?.lines.map(\.sku) == ["TEA", "CUP"])
        // One line that rejects refuses the whole order.
        #expect(bench.balance("TEA", "BER").reserved == 0)
        let waited = try bench.reserve([("TEA", 5)], for: .v5("o"))
        #expect(try waited.payload(StockReserved.self) == nil)
        #expect(try waited.payload(StockBackordered.self)?.lines.map(\.available) == [0])
        #expect(bench.balance("TEA", "BER").available == 0)
        try bench.book("receive", "TEA", "BER", 1)
        #expect(try bench.fill("TEA").messages.isEmpty)
        try bench.book("receive", "TEA", "LON", 4)
        let told = try #require(try bench.fill("TEA").payload(StockReserved.self))
        #expect(told.allocations.flatMap(\.lines).map(\.quantity).reduce(0, +) == 5)
        #expect(bench.balance("TEA", "LON").available == 3)
        bench.expectBalanced()
    }

    @Test("Express orders are filled first, then whoever came first")
    func queue() throws {
        var bench = try bench(.split, 0)
        for (name, isExpress) in [("a", false), ("b", false), ("c", true)] {
            try bench.reserve([("TEA", 1)], for: .v5(name), isExpress: isExpress)
        }
        var filled: [UUID] = []
        for _ in 1...3 {
            try bench.book("receive", "TEA", "BER", 1)
            filled += try bench.fill("TEA").payload(StockReserved.self).map { [$0.reservationID] } ?? []
        }
        #expect(filled == [.v5("c"), .v5("a"), .v5("b")])
    }

    @Test("Who is new does not get what came in for those who wait")
    func behind() throws {
        var bench = try bench(.split, 0)
        try bench.reserve([("TEA", 2)], for: .v5("waits"))
        try bench.book("receive", "TEA", "BER", 3)
        let late = try bench.reserve([("TEA", 3)], for: .v5("new"))
        #expect(try late.payload(StockReserved.self)?.allocations[0].lines.map(\.quantity) == [1])
        #expect(try bench.fill("TEA").payload(StockReserved.self)?.reservationID == .v5("waits"))
        bench.expectBalanced()
    }

    @Test("The same reservation asked for again is told what holds and what waits; a release ends the waiting")
    func again() throws {
        var bench = try bench(.split, 3)
        let first = try bench.reserve([("TEA", 5)], for: .v5("o"))
        let second = try bench.reserve([("TEA", 5)], for: .v5("o"))
        #expect(try second.payload(StockReserved.self) == first.payload(StockReserved.self))
        #expect(try second.payload(StockBackordered.self)?.lines.map(\.requested) == [2])
        try bench.handle(ReleaseStockHandler.self, ReleaseStock(reservationID: .v5("o"), reason: "x"))
        #expect(bench.rows.reservations[.v5("o")]?.state == .released && bench.rows.waiters["TEA"]?.isEmpty ?? true)
        try bench.book("receive", "TEA", "BER", 9)
        #expect(try bench.fill("TEA").messages.isEmpty)
        bench.expectBalanced()
    }

    @Test("A site that closes sends nothing; when it opens, those who wait are looked at")
    func sites() throws {
        var bench = try bench(.split, 5)
        func berlin(isOpen: Bool) throws -> Outcome {
            var site = Demo.berlin
            site.isOpen = isOpen
            bench.rows.awaitedSKUs = ["TEA"]
            return try bench.handle(UpsertCatalogueHandler.self, UpsertCatalogue(sites: [site]))
        }
        #expect(try berlin(isOpen: false).payload(SiteChanged.self) == SiteChanged(site: "BER", isOpen: false))
        #expect(try bench.reserve([("TEA", 2)], for: .v5("o")).payload(StockReserved.self) == nil)
        let opened = try berlin(isOpen: true)
        #expect(try opened.payload(SiteChanged.self)?.isOpen == true && opened.timerKeys.contains("fill/TEA"))
        #expect(try bench.fill("TEA").payload(StockReserved.self) != nil)
    }

    @Test("An unpaid order's units are given back when it is not paid in time, and held for good when it is")
    func expiry() throws {
        for paysFirst in [true, false] {
            var bench = try bench(.reject, 5)
            let held = try bench.reserve([("TEA", 2)], for: .v5("o"), isPaid: false)
            #expect(held.timerKeys.contains("expire/\(UUID.v5("o").text)"))
            let reservation = try #require(bench.rows.reservations[.v5("o")])
            func expire() throws -> Outcome {
                try bench.handle(ExpireReservationHandler.self, ExpireReservation(reservation), order: .v5("o"))
            }
            func pay() throws -> Outcome { try bench.reserve([("TEA", 2)], for: .v5("o")) }
            if paysFirst {
                let paid = try pay()
                #expect(
                    try paid.payload(StockReserved.self) != nil && paid.timerKeys.contains { $0.hasPrefix("-expire") })
                #expect(try expire().messages.isEmpty)
            } else {
                #expect(try expire().payload(StockReleased.self)?.reason == "expired")
                #expect(try pay().payload(StockReleased.self)?.reason == "expired")
            }
            #expect(bench.balance("TEA", "BER").reserved == (paysFirst ? 2 : 0))
            bench.expectBalanced()
        }
    }
}
