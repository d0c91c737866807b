import Contracts
import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Messaging

@Suite("Deciding a batch")
struct BatchDecisionTests {
    @Test("leaves no trace of what throws, and decides little again because of it", arguments: [0.0, 0.05, 0.5, 1.0])
    func failures(share: Double) throws {
        var random = SeededGenerator()
        let isBad = (0..<600).map { _ in Double.random(in: 0..<1, using: &random) < share }
        let runs = Mutex(0)
        let items = isBad.enumerated().map { place, isBad in
            let envelope = EngineHarness.envelope(Add(account: "a\(place)", amount: 1))
            return BatchDecision<CountingStore>.Item(
                index: place, context: HandlerContext(envelope: envelope, now: envelope.time)
            ) { context, rows, outcome in
                runs.withLock { $0 += 1 }
                rows.places.append(place)
                outcome.reply(Added(balance: Int64(rows.places.count)), to: context.command)
                if isBad { throw HandlerError.park("bad", "\(place)") }
            }
        }
        let decision = BatchDecision<CountingStore>(items, on: CountingStore.Rows(), by: .returns)
        let good = isBad.indices.filter { !isBad[$0] }
        #expect(decision.rows.places == good, "seed \(random.seed)")
        #expect(decision.outcomes.map(\.index) == good)
        #expect(decision.outcomes.allSatisfy { $0.outcome.messages.count == 1 })
        #expect(decision.failures.map(\.index) == isBad.indices.filter { isBad[$0] })
        // All once, and for each that throws those since the last checkpoint; the first throws before there is any.
        let first = isBad.firstIndex(of: true) ?? 0
        #expect(runs.withLock { $0 } <= 600 + first + 16 * decision.failures.count)
    }
}

/// Rows that remember who has changed them.
private struct CountingStore: ServiceStore {
    struct Keys: Sendable {}

    struct Rows: Sendable {
        var places: [Int] = []
    }

    static func noKeys() -> Keys { Keys() }
    func load(_ keys: Keys, in transaction: inout Transaction) throws -> Rows { Rows() }
    func save(_ rows: Rows, in transaction: inout Transaction) throws {}
}
