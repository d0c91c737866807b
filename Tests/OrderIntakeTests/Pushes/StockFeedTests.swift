import Contracts
import FoundationEssentials
import Messaging
import Testing
import WireJSON

@testable import OrderIntake

@Suite("Stock: one batch after the other, changed articles only, the newest level wins")
struct StockFeedTests {
    @Test("The first change is told at once; what changes meanwhile follows in one batch, with its newest level")
    func batches() throws {
        var intake = PushHarness()
        let first = try intake.hear(StockLevelHandler.self, level("A", 5, 10))
        #expect(try told(first) == ["A": 5])
        for (sku, units, version) in [("B", 1, 3), ("A", 4, 12), ("A", 9, 11), ("B", 2, 4)] {
            #expect(try intake.hear(StockLevelHandler.self, level(sku, units, Int64(version))).isEmpty)
        }
        let second = try intake.answer(try #require(first.first), .done(reference: nil))
        #expect(try told(second) == ["A": 4, "B": 2])
        #expect(second.first?.key != first.first?.key)
        let third = try intake.answer(try #require(second.first), .done(reference: nil))
        #expect(third.isEmpty)
        #expect(intake.memory.feeds.rows.values.allSatisfy { !$0.isUnderway })
        // Nothing that was told is told again.
        #expect(try intake.hear(StockLevelHandler.self, level("A", 4, 12)).isEmpty)
        #expect(try told(intake.hear(StockLevelHandler.self, level("A", 3, 13))) == ["A": 3])
    }

    @Test("What a channel does not take is kept with its reason, and told again only when it changes")
    func refusals() throws {
        var intake = PushHarness()
        let first = try intake.hear(StockLevelHandler.self, level("GONE", 5, 1))
        let next = try intake.answer(try #require(first.first), .partly(refused: ["GONE": "not listed"]))
        #expect(next.isEmpty)
        let row = try #require(intake.memory.levels.rows.values.first)
        #expect(row.refusal == "not listed" && row.toldUnits == nil && !row.isDue)
        #expect(try told(intake.hear(StockLevelHandler.self, level("GONE", 6, 2))) == ["GONE": 6])
    }

    @Test("A batch that is refused as a whole does not stop those after it")
    func refusedBatch() throws {
        var intake = PushHarness()
        let first = try #require(try intake.hear(StockLevelHandler.self, level("A", 5, 1)).first)
        try intake.hear(StockLevelHandler.self, level("B", 5, 1))
        let report = EffectReport(
            key: first.key, request: first.request, refusal: Reason(code: "refused", message: "no"),
            command: first.command)
        let second = try intake.hear(StockDoneHandler.self, StockDone(report))
        #expect(try told(second) == ["B": 5])
        // The same result once more changes nothing.
        #expect(try intake.hear(StockDoneHandler.self, StockDone(report)).isEmpty)
    }

    @Test("Every channel says for itself how many it takes at once")
    func sizes() {
        let sizes = Dictionary(
            uniqueKeysWithValues: ChannelDirectory.mappings.map {
                ($0.channel, ChannelDirectory.stockBatchSize(of: $0.channel))
            })
        #expect(
            sizes == [
                "amazon": 1, "hepsiburada": 500, "magento": 25, "n11": 500, "shopify": 50, "trendyol": 500,
                "woocommerce": 50,
            ])
    }

    @Test("A batch is no longer than a channel takes at once")
    func size() throws {
        var intake = PushHarness()
        let first = try intake.hear(StockLevelHandler.self, level("first", 5, 1))
        let size = ChannelDirectory.stockBatchSize(of: "shopify")
        for index in 0..<(size + 7) {
            try intake.hear(StockLevelHandler.self, level("S\(index)", 5, 1))
        }
        let second = try intake.answer(try #require(first.first), .done(reference: nil))
        #expect(try told(second).count == size)
        let third = try intake.answer(try #require(second.first), .done(reference: nil))
        #expect(try told(third).count == 7)
    }

    @Test("An article's barcode goes with its level, as the catalogue last had it")
    func barcode() throws {
        var intake = PushHarness("trendyol")
        let first = try intake.hear(
            StockLevelHandler.self, StockLevel(sku: "A", available: 5, version: 1, barcode: "8690000000012"))
        guard case .stock(let items) = try PushHarness.push(first.first) else { throw NotThat() }
        #expect(items.map(\.barcode) == ["8690000000012"])
        try intake.hear(
            StockLevelHandler.self, StockLevel(sku: "A", available: 4, version: 2, barcode: "8690000000029"))
        let second = try intake.answer(try #require(first.first), .done(reference: nil))
        guard case .stock(let newer) = try PushHarness.push(second.first) else { throw NotThat() }
        #expect(newer.map(\.barcode) == ["8690000000029"])
    }

    @Test("Articles that change all the time keep no other from its turn")
    func turns() throws {
        var intake = PushHarness("amazon")
        var effect = try #require(try intake.hear(StockLevelHandler.self, level("A0", 9, 1)).first)
        try intake.hear(StockLevelHandler.self, level("Z", 3, 1))
        var heard: [String: Int] = [:]
        for round in 2...4 {
            for index in 0..<ChannelDirectory.stockBatchSize(of: "amazon") {
                try intake.hear(StockLevelHandler.self, level("A\(index)", 100 - round, Int64(round)))
            }
            let next = try intake.answer(effect, .done(reference: nil))
            heard.merge(try told(next)) { $1 }
            effect = try #require(next.first)
        }
        #expect(heard["Z"] == 3)
        #expect(heard["A0"] == 96)
    }

    @Test("A newer level is told also when it is what was told last: the channel has changed its own since")
    func equal() throws {
        var intake = PushHarness()
        let first = try #require(try intake.hear(StockLevelHandler.self, level("A", 5, 1)).first)
        #expect(try intake.answer(first, .done(reference: nil)).isEmpty)
        // A cancel there put one back, and here one came and one went.
        let second = try #require(try intake.hear(StockLevelHandler.self, level("A", 5, 3)).first)
        // Back to what was told before, while it is being told.
        #expect(try intake.hear(StockLevelHandler.self, level("A", 4, 4)).isEmpty)
        #expect(try intake.hear(StockLevelHandler.self, level("A", 5, 5)).isEmpty)
        #expect(try told(intake.answer(second, .done(reference: nil))) == ["A": 5])
    }

    private func level(_ sku: String, _ units: Int, _ version: Int64) -> StockLevel {
        StockLevel(sku: sku, available: units, version: version)
    }

    private func told(_ effects: [EffectRequest]) throws -> [String: Int] {
        guard case .stock(let items) = try PushHarness.push(effects.first) else { throw NotThat() }
        return Dictionary(items.map { ($0.sku, $0.units) }, uniquingKeysWith: { $1 })
    }
}
