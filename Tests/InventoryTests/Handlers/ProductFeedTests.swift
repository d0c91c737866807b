import Contracts
import FoundationEssentials
import Messaging
import Testing
import WireJSON

@testable import Inventory

@Suite("What a product information system says of articles")
struct ProductFeedTests {
    private static let euro = Currency(rawValue: "EUR")

    private func feed(
        _ products: [ProductFacts], preview: Bool = false, on bench: inout InventoryBench
    ) throws -> ProductsFed {
        let out = try bench.handle(FeedProductsHandler.self, FeedProducts(products: products, isPreview: preview))
        return try #require(try out.payload(ProductsFed.self))
    }

    @Test("goes into the catalogue, leaves alone what it does not speak of, and is reported where it differs")
    func merge() throws {
        var bench = try Demo.bench([("TEA", "BER", 10)], safety: 3)
        let before = try #require(bench.rows.articles["TEA"])
        let product = ProductFacts(
            sku: "TEA", title: "Black tea", weight: before.weight, hsCode: "090240", origin: "TR", price: 1295,
            currency: Self.euro)
        let answer = try feed([product], on: &bench)
        #expect(answer.changed == 1 && answer.added == 0 && answer.unchanged == 0)
        #expect(Set(answer.mismatches.map(\.field)) == ["title", "hsCode", "origin", "price"])
        #expect(answer.mismatches.first { $0.field == "title" }?.catalogue == before.title)
        #expect(answer.mismatches.first { $0.field == "price" }?.feed == "12.95 EUR")
        var after = before
        after.title = "Black tea"
        #expect(bench.rows.articles["TEA"] == after)
        #expect(bench.rows.products["TEA"]?.hsCode == "090240")
        let again = try feed([product], on: &bench)
        #expect(again.unchanged == 1 && again.mismatches.isEmpty)
        // Another word on one thing leaves the rest.
        _ = try feed([ProductFacts(sku: "TEA", isFragile: true)], on: &bench)
        #expect(bench.rows.products["TEA"]?.origin == "TR" && bench.rows.products["TEA"]?.isFragile == true)
    }

    @Test("A preview says the same and changes nothing")
    func preview() throws {
        var bench = try Demo.bench([("TEA", "BER", 10)])
        let before = bench.rows
        let products = [ProductFacts(sku: "TEA", title: "Other", origin: "TR"), ProductFacts(sku: "NEW")]
        let said = try feed(products, preview: true, on: &bench)
        #expect(said.isPreview && said.changed == 1 && said.added == 1 && said.mismatches.count == 2)
        #expect(bench.rows.articles["TEA"] == before.articles["TEA"] && bench.rows.articles["NEW"] == nil)
        #expect(bench.rows.products["TEA"] == nil)
        let done = try feed(products, on: &bench)
        #expect(done.mismatches == said.mismatches && done.added == 1)
    }

    @Test("An order that waits for an article goes on by itself when the feed brings it, and not before")
    func release() throws {
        let order = UUID.v5("order 9")
        var bench = try Demo.bench([("TEA", "BER", 10)])
        #expect(try bench.reserve([("POT", 1)], for: order).payload(StockWaiting.self)?.unknown == ["POT"])
        let pot = FeedProducts(products: [ProductFacts(sku: "POT", title: "Pot")])
        let other = try bench.handle(
            FeedProductsHandler.self, FeedProducts(products: [ProductFacts(sku: "CUP")]))
        #expect(!other.timerKeys.contains("resume/\(order.text)"))
        let fed = try bench.handle(FeedProductsHandler.self, pot)
        #expect(fed.timerKeys.contains("resume/\(order.text)"))
        // Its goods come after it: the order waits for them.
        let waiting = try #require(bench.rows.waiting[order])
        let resumed = try bench.handle(ResumeReservationHandler.self, ResumeReservation(waiting), order: order)
        #expect(try resumed.payload(StockBackordered.self)?.lines.map(\.sku) == ["POT"])
    }

    @Test("What cannot be is refused by itself, with its place")
    func refusals() throws {
        var bench = try Demo.bench([("TEA", "BER", 10)])
        try bench.upsert(Demo.article("CUP", aliases: ["MUG"]))
        let bad = [
            ProductFacts(sku: ""), ProductFacts(sku: "A", weight: -1), ProductFacts(sku: "B", hsCode: "12 34"),
            ProductFacts(sku: "C", origin: "tr"), ProductFacts(sku: "D", price: 5), ProductFacts(sku: "MUG"),
            ProductFacts(sku: "TEA"), ProductFacts(sku: "TEA"),
            ProductFacts(sku: "E", price: -1, currency: Self.euro),
        ]
        let answer = try feed(bad, on: &bench)
        #expect(answer.unchanged == 1 && answer.added == 0)
        let places = answer.reasons.compactMap { $0.path?.split(separator: ".").dropFirst().first.map(String.init) }
        #expect(places == [0, 1, 2, 3, 4, 5, 7, 8].map { "products[\($0)]" })
        #expect(bench.rows.articles["MUG"] == nil && bench.rows.articles["A"] == nil)
    }

    @Test("What one batch saves the next one loads, beside the article")
    func store() async throws {
        try await InventoryDatabase.with { database in
            try await database.withConnection { connection in
                let product = ProductFacts(
                    sku: "TEA", barcode: "869", title: "Tea", weight: 100, isFragile: false, hsCode: "090240",
                    origin: "TR", price: 1295, currency: Self.euro)
                func given(_ product: ProductFacts) -> Given {
                    Given(FeedProductsHandler.self, FeedProducts(products: [product]))
                }
                let first = try await connection.batch([given(product)])
                #expect(try first[0].payload(ProductsFed.self)?.added == 1)
                let second = try await connection.batch([given(product)])
                #expect(try second[0].payload(ProductsFed.self)?.unchanged == 1)
                let third = try await connection.batch([given(ProductFacts(sku: "TEA", origin: "DE"))])
                #expect(
                    try third[0].payload(ProductsFed.self)?.mismatches
                        == [ProductMismatch(sku: "TEA", field: "origin", catalogue: "TR", feed: "DE")])
            }
        }
    }
}
