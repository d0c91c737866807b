import Contracts
import FoundationEssentials
import Messaging
import Testing
import WireJSON

@testable import Inventory

@Suite("Kits")
struct KitTests {
    private let order = UUID.v5("order 5")

    /// A gift of two teas and a cup.
    private func bench(tea: Int, cup: Int, policy: ShortPolicy = .reject) throws -> InventoryBench {
        var bench = try Demo.bench([("TEA", "BER", tea), ("CUP", "BER", cup)])
        try bench.upsert(
            Demo.article(
                "GIFT", policy: policy,
                kit: [KitComponent(sku: "TEA", quantity: 2), KitComponent(sku: "CUP", quantity: 1)]))
        return bench
    }

    private func level(_ sku: String, on bench: InventoryBench) throws -> SKULevel {
        bench.rows.level(of: try #require(bench.rows.articles[sku]))
    }

    @Test("A kit is there as often as its scarcest component allows, and shares its stock with everybody else")
    func level() throws {
        var bench = try bench(tea: 7, cup: 9)
        #expect(try level("GIFT", on: bench).available == 3)
        try bench.reserve([("TEA", 4)], for: order)
        #expect(try level("GIFT", on: bench).available == 1)
        let told = try bench.handle(PublishLevelHandler.self, PublishLevel(sku: "TEA")).messages
            .filter { $0.envelope.type == StockLevel.type }.map { try StockLevel.parse($0.envelope.data).sku }
        #expect(told == ["GIFT", "TEA"])
    }

    @Test("It is allocated, held and booked in components, whose units of the order line add up")
    func components() throws {
        var bench = try bench(tea: 10, cup: 10)
        let reply = try bench.reserve([("GIFT", 3), ("TEA", 1)], for: order).payload(StockReserved.self)
        let lines = try #require(reply?.allocations.first?.lines)
        #expect(lines.map(\.sku) == ["TEA", "CUP", "TEA"] && lines.map(\.lineID) == ["1", "1", "2"])
        #expect(lines.map(\.quantity) == [6, 3, 1] && lines.map(\.orderedUnits) == [3, 0, 1])
        #expect(lines.map(\.perUnit) == [2, 1, nil])
        #expect(bench.balance("TEA", "BER").reserved == 7 && bench.balance("CUP", "BER").reserved == 3)
        try bench.handle(
            ReleaseStockHandler.self,
            ReleaseStock(
                reservationID: order, reason: "x", lines: [ParcelLine(lineID: "1", sku: "GIFT", quantity: 2)],
                ordinal: 1), order: order)
        #expect(bench.balance("TEA", "BER").reserved == 3 && bench.balance("CUP", "BER").reserved == 1)
        bench.expectBalanced()
    }

    @Test("What is short is counted in kits, and waits in kits")
    func short() throws {
        var bench = try bench(tea: 5, cup: 1, policy: .split)
        let out = try bench.reserve([("GIFT", 3)], for: order)
        #expect(try out.payload(StockReserved.self)?.allocations[0].lines.map(\.orderedUnits) == [1, 0])
        #expect(
            try out.payload(StockBackordered.self)?.lines == [
                ShortLine(lineID: "1", sku: "GIFT", requested: 3, available: 1)
            ])
        #expect(bench.balance("TEA", "BER").reserved == 2)
        let received = try bench.book("receive", "CUP", "BER", 5)
        #expect(received.timerKeys.contains("fill/GIFT"))
        // Tea is enough for one more.
        #expect(try bench.fill("GIFT").payload(StockReserved.self)?.allocations[0].lines.map(\.quantity) == [2, 1])
        #expect(bench.rows.reservations[order]?.backorders.map(\.quantity) == [1])
        bench.expectBalanced()
    }

    @Test("A component that no site has is short in kits, whatever its own policy, and as often as it is asked")
    func incomplete() throws {
        var bench = try bench(tea: 4, cup: 2)
        try bench.upsert(Demo.article("TEA", policy: .backorder))
        let reply = try bench.reserve([("GIFT", 2)], for: order).payload(StockReserved.self)
        let berlin = try #require(reply?.allocations.first)
        let command = RerouteStock(
            reservationID: order, shortageID: .v5("shortage"), allocationID: berlin.id, site: "BER",
            lines: [ShortLine(lineID: "1", sku: "TEA", requested: 4, available: 1)])
        for turn in 1...2 {
            let out = try bench.handle(RerouteStockHandler.self, command, order: order)
            #expect(try out.payload(StockBackordered.self) == nil)
            let said = try #require(try out.payload(StockShort.self)?.lines.first, "turn \(turn)")
            #expect(said.requested - said.available == 2, "turn \(turn)")
        }
        bench.expectBalanced()
    }

    @Test("A kit has no stock of its own, no kits in it, and nothing unknown")
    func catalogue() throws {
        var bench = try bench(tea: 1, cup: 1)
        #expect(
            try bench.book("receive", "GIFT", "BER", 1).payload(StockBooked.self)?.reasons.map(\.code) == [
                "kit_without_stock"
            ])
        let reply = try bench.handle(
            UpsertCatalogueHandler.self,
            UpsertCatalogue(articles: [
                Demo.article("A", kit: [KitComponent(sku: "GIFT", quantity: 1)]),
                Demo.article("B", kit: [KitComponent(sku: "NOPE", quantity: 1)]),
                Demo.article("TEA", kit: [KitComponent(sku: "CUP", quantity: 1)]),
                Demo.article("C", kit: [KitComponent(sku: "CUP", quantity: 0)]),
            ])
        ).payload(CatalogueUpserted.self)
        #expect(
            reply?.reasons.map(\.code) == ["unknown_component", "unknown_component", "nested_kit", "out_of_range"])
    }

    @Test("Other components mean another level under a higher version")
    func version() throws {
        var bench = try bench(tea: 9, cup: 9)
        for _ in 1...5 { try bench.book("adjust", "TEA", "BER", 1) }
        let before = try level("GIFT", on: bench)
        try bench.upsert(Demo.article("GIFT", kit: [KitComponent(sku: "CUP", quantity: 3)]))
        let after = try level("GIFT", on: bench)
        #expect(after.available == 3 && after.version > before.version)
    }
}
