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

    @Test("A batch is no longer than a channel takes at once")
    func size() throws {
        var intake = PushHarness()
        let first = try intake.hear(StockLevelHandler.self, level("first", 5, 1))
        for index in 0..<(StockFeed.batchSize + 7) {
            try intake.hear(StockLevelHandler.self, level("S\(index)", 5, 1))
        }
        let second = try intake.answer(try #require(first.first), .done(reference: nil))
        #expect(try told(second).count == StockFeed.batchSize)
        let third = try intake.answer(try #require(second.first), .done(reference: nil))
        #expect(try told(third).count == 7)
    }

    private func level(_ sku: String, _ units: Int, _ version: Int64) -> StockLevel {
        StockLevel(sku: sku, available: units, version: version)
    }

    private func told(_ effects: [EffectRequest]) throws -> [String: Int] {
        guard case .stock(let items) = try PushHarness.push(effects.first) else { throw NotThat() }
        return Dictionary(items.map { ($0.sku, $0.units) }, uniquingKeysWith: { $1 })
    }
}
