import Contracts
import Foundation
import Testing
import WireJSON

@testable import Messaging

@Suite("The flow to the broker")
struct FlowTests {
    private func row(_ id: Int64, envelopes: Int) throws -> OutboxRow {
        let parts = (0..<envelopes).map { _ in EngineHarness.envelope(Add(account: "a", amount: 1)).jsonBytes }
        return try OutboxRow(
            id: id, exchange: Topology.commands, routingKey: "k",
            bytes: envelopes == 1 ? parts[0] : EnvelopeBatch.join(parts))
    }

    @Test("What is unconfirmed is counted in envelopes, however few messages they travel in")
    func weighed() async throws {
        let flow = Flow(limit: 60)
        flow.published([try row(1, envelopes: 50), try row(2, envelopes: 1), try row(3, envelopes: 10)])
        #expect(flow.unconfirmed == 61)
        // Published once more by the sweeper.
        flow.published([try row(1, envelopes: 50)])
        #expect(flow.unconfirmed == 61)
        let waiting = Task { await flow.waitForRoom() }
        flow.confirmed([2, 2])
        await waiting.value
        #expect(flow.unconfirmed == 60)
        flow.returned(3, reason: "NO_ROUTE")
        flow.confirmed([3])
        #expect(flow.unconfirmed == 50)
        flow.confirmed([1])
        #expect(flow.unconfirmed == 0)
        let now = ContinuousClock.now
        flow.hold(false, at: now)
        #expect(flow.takeConfirmed(at: now).sorted() == [1, 2])
    }

    @Test("What was confirmed during a long hold is given out in pieces, and is known as long as it is there")
    func pieces() throws {
        let flow = Flow(limit: 1)
        let ids = (1...Int64(2 * Flow.deletedAtOnce + 100)).map { $0 }
        let one = try row(0, envelopes: 1).messages
        flow.published(ids.map { OutboxRow(id: $0, packing: one) })
        flow.confirmed(ids)
        #expect(flow.takeConfirmed().isEmpty)
        let now = ContinuousClock.now
        flow.hold(false, at: now)
        var deleted: Set<Int64> = []
        for size in [Flow.deletedAtOnce, Flow.deletedAtOnce, 100, 0] {
            #expect(ids.allSatisfy { flow.isUnderWay($0) != deleted.contains($0) })
            let failed = flow.takeConfirmed(at: now)
            #expect(failed.count == size)
            flow.giveBack(failed)
            deleted.formUnion(flow.takeConfirmed(at: now))
        }
        #expect(deleted == Set(ids))
    }

    @Test("A row of several messages is returned when the last is settled, whichever came back")
    func partlyReturned() throws {
        let flow = Flow(limit: 1)
        flow.hold(false)
        let wish = EngineHarness.envelope(Add(account: "a", amount: 1)).jsonBytes
        let message = try BrokerMessage(exchange: Topology.publicEvents, routingKey: "stock.web.main", bytes: wish)
        flow.published([OutboxRow(id: 5, packing: [message, message, message])])
        flow.confirmed([5])
        flow.returned(5, reason: "403 ACCESS_REFUSED")
        #expect(flow.takeReturned().isEmpty && flow.isUnderWay(5) && flow.unconfirmed == 3)
        flow.confirmed([5])
        #expect(flow.takeReturned().map(\.reason) == ["403 ACCESS_REFUSED"])
        #expect(flow.takeConfirmed().isEmpty && !flow.isUnderWay(5) && flow.unconfirmed == 0)
    }

    @Test("Nothing is packed when nobody has been able to look for older programs for a while")
    func looked() {
        let flow = Flow(limit: 1)
        let now = ContinuousClock.now
        #expect(!flow.packs(at: now))
        flow.pack(true, at: now)
        #expect(flow.packs(at: now + .seconds(4)))
        #expect(!flow.packs(at: now + .seconds(6)))
        flow.pack(true, at: now)
        flow.pack(false, at: now)
        #expect(!flow.packs(at: now))
    }

    @Test("Nothing is given out to be deleted when nobody has been able to look for a hold for a while")
    func holds() throws {
        let flow = Flow(limit: 1)
        let now = ContinuousClock.now
        flow.published([try row(1, envelopes: 1)])
        flow.confirmed([1])
        #expect(flow.isHolding(at: now))
        flow.hold(false, at: now)
        #expect(!flow.isHolding(at: now + .seconds(4)))
        #expect(flow.isHolding(at: now + .seconds(6)))
        #expect(flow.takeConfirmed(at: now + .seconds(6)).isEmpty)
        flow.hold(true, at: now)
        #expect(flow.takeConfirmed(at: now).isEmpty)
        flow.hold(false, at: now)
        #expect(flow.takeConfirmed(at: now + .seconds(4)) == [1])
    }
}
