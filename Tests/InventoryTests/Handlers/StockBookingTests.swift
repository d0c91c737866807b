import Contracts
import FoundationEssentials
import Messaging
import Testing

@testable import Inventory

@Suite("Booking and the catalogue")
struct StockBookingTests {
    private func book(
        _ kind: String, _ movements: [StockMovementRequest], on bench: inout InventoryBench
    ) throws -> StockBooked? {
        try bench.handle(
            BookStockHandler.self, BookStock(kind: kind, reference: "R", actor: "ana", movements: movements)
        ).payload(StockBooked.self)
    }

    @Test("Good movements are booked, bad ones are listed with their place and a stable code")
    func partly() throws {
        var bench = try Demo.bench([])
        let booked = try book(
            "receive",
            [
                StockMovementRequest(site: "BER", sku: "TEA", bin: "B-7", quantity: 5),
                StockMovementRequest(site: "BER", sku: "NOPE", quantity: 5),
                StockMovementRequest(site: "MARS", sku: "TEA", quantity: 5),
                StockMovementRequest(site: "BER", sku: "TEA", quantity: -1),
            ], on: &bench)
        #expect(booked?.booked == 1)
        #expect(booked?.reasons.map(\.code) == ["unknown_sku", "unknown_site", "invalid_quantity"])
        #expect(
            booked?.reasons.map(\.path) == ["$.movements[1].sku", "$.movements[2].site", "$.movements[3].quantity"])
        #expect(bench.balance("TEA", "BER").onHand == 5)
        #expect(bench.rows.bins[StockKey(sku: "TEA", site: "BER")]?.code == "B-7")
    }

    @Test("A count may eat into the safety stock without anybody losing anything")
    func adjust() throws {
        var bench = try Demo.bench([("TEA", "BER", 10)], safety: 2)
        try bench.reserve([("TEA", 5)], for: .v5("o"))
        #expect(
            try book("adjust", [StockMovementRequest(site: "BER", sku: "TEA", quantity: -5)], on: &bench)?.booked == 1)
        #expect(bench.balance("TEA", "BER").onHand == 5 && bench.balance("TEA", "BER").available == 0)
        // The write must not ask for the safety stock that the count has eaten.
        #expect(bench.balance("TEA", "BER").withheld == 0)
    }

    @Test("Stock is booked by receive or adjust and by nothing else")
    func unknownKind() throws {
        var bench = try Demo.bench([])
        let booked = try book("consume", [StockMovementRequest(site: "BER", sku: "TEA", quantity: 1)], on: &bench)
        #expect(booked?.booked == 0 && booked?.reasons.map(\.code) == ["unknown_kind"])
    }

    @Test("The catalogue takes what is right and lists what is not")
    func catalogue() throws {
        var bench = try Demo.bench([])
        var heavy = Demo.article("X")
        heavy.weight = -1
        let reply = try bench.handle(
            UpsertCatalogueHandler.self,
            UpsertCatalogue(
                articles: [heavy, Demo.article("POT", aliases: ["shopify:4711", "shopify:1", "CUP"])],
                sites: [Demo.site("BAD", country: "DE", 91_000_000, 0)],
                bins: [
                    BinAssignment(site: "BER", sku: "POT", bin: "C-1"),
                    BinAssignment(site: "BER", sku: "NOPE", bin: "C"),
                ])
        ).payload(CatalogueUpserted.self)
        #expect(reply?.articles == 1 && reply?.sites == 0 && reply?.bins == 1)
        #expect(
            reply?.reasons.map { "\($0.code) \($0.path ?? "")" } == [
                "out_of_range $.articles[0].weight", "alias_taken $.articles[1].aliases[0]",
                "alias_taken $.articles[1].aliases[2]", "out_of_range $.sites[0].latitudeE6",
                "unknown_sku $.bins[1].sku",
            ])
        #expect(bench.rows.article(named: "shopify:4711")?.sku == "TEA")
        #expect(bench.rows.article(named: "shopify:1")?.sku == "POT")
    }

    @Test("A changed safety stock reaches every site that stocks the article")
    func safety() throws {
        var bench = try Demo.bench([("TEA", "BER", 10), ("TEA", "LON", 10)])
        try bench.handle(
            UpsertCatalogueHandler.self, UpsertCatalogue(articles: [Demo.article("TEA", safety: 4)]))
        #expect(bench.balance("TEA", "BER").available == 6 && bench.balance("TEA", "LON").available == 6)
    }
}
