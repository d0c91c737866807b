import Contracts
import FoundationEssentials
import Messaging
import TestSupport
import Testing

@testable import Returns

@Suite("What can be returned")
struct ReturnableTests {
    @Test("is what was delivered, to the last moment of day thirty and not a moment longer")
    func window() throws {
        var rows = ReturnsStore.Rows()
        rows.policies = [ReturnsFixture.policy]
        let message = ReturnsFixture.delivered()
        try ReturnsFixture.handle(message, &rows)
        let line = try #require(rows.lines.rows.first)
        let end = message.at + .seconds(30 * 86_400)
        #expect(line.returnable(at: message.at) == 2)
        #expect(line.returnable(at: end) == 2)
        #expect(line.returnable(at: end + .microseconds(1)) == 0)
        #expect(line.policyVersion == 1)
    }

    @Test("is decided by the newest policy that was in force at the delivery")
    func policies() {
        let policies = [
            ReturnsFixture.policy,
            ReturnPolicy(version: 2, effectiveFrom: Timestamp(seconds: 1000), windowDays: 14),
            ReturnPolicy(version: 3, effectiveFrom: Timestamp(seconds: 2000), windowDays: 0),
        ]
        #expect(ReturnPolicy.inForce(at: Timestamp(seconds: 999), of: policies)?.version == 1)
        #expect(ReturnPolicy.inForce(at: Timestamp(seconds: 1000), of: policies)?.version == 2)
        #expect(ReturnPolicy.inForce(at: Timestamp(seconds: 5000), of: policies.reversed())?.version == 3)
        #expect(ReturnPolicy.inForce(at: Timestamp(seconds: -1), of: policies) == nil)
    }

    @Test("does not change when a parcel is reported twice")
    func twice() throws {
        var rows = ReturnsStore.Rows()
        rows.policies = [ReturnsFixture.policy]
        let message = ReturnsFixture.delivered()
        try ReturnsFixture.handle(message, &rows)
        let before = rows.lines.rows.first
        var later = message
        later.at = message.at + .seconds(86_400)
        try ReturnsFixture.handle(later, &rows)
        #expect(rows.lines.rows.count == 1)
        #expect(rows.lines.rows.first == before)
    }

    @Test("of a second parcel has nothing to do with the first")
    func partialShipment() throws {
        var rows = ReturnsStore.Rows()
        rows.policies = [ReturnsFixture.policy]
        let order = ReturnsFixture.order()
        let first = ReturnsFixture.delivered(order: order)
        let second = ReturnsFixture.delivered(
            order: order, lines: [ParcelLine(lineID: "1", sku: "TEA-100", quantity: 1)],
            at: first.at + .seconds(86_400 * 3))
        try ReturnsFixture.handle(first, &rows)
        #expect(rows.lines.rows.map(\.deliveredQuantity) == [2])
        try ReturnsFixture.handle(second, &rows)
        #expect(rows.lines.rows.map(\.deliveredQuantity).sorted() == [1, 2])
        let ends = Set(rows.lines.rows.map(\.returnableUntil))
        #expect(ends == [first.at + .seconds(30 * 86_400), second.at + .seconds(30 * 86_400)])
        #expect(rows.orders.rows.count == 1)
    }

    @Test("counts every delivered unit once, however the parcel lists its lines")
    func quantities() {
        var generator = SeededGenerator()
        for _ in 0..<200 {
            let lines = (0..<Int.random(in: 0...8, using: &generator)).map { _ in
                let id = Int.random(in: 1...3, using: &generator)
                return ParcelLine(
                    lineID: "\(id)", sku: "SKU-\(id)", quantity: Int.random(in: 0...4, using: &generator))
            }
            let opened = Delivery.returnableLines(
                of: ReturnsFixture.delivered(lines: lines), under: ReturnsFixture.policy)
            #expect(
                opened.reduce(0) { $0 + $1.deliveredQuantity } == lines.reduce(0) { $0 + $1.quantity },
                "seed \(generator.seed)")
            #expect(Set(opened.map(\.key)).count == opened.count, "seed \(generator.seed)")
            #expect(opened.allSatisfy { $0.deliveredQuantity > 0 && $0.sku == "SKU-\($0.key.lineID)" })
        }
    }

    @Test("names the order as its newest delivery did, in whatever order deliveries are reported")
    func summary() throws {
        var rows = ReturnsStore.Rows()
        rows.policies = [ReturnsFixture.policy]
        let id = UUID()
        let old = ReturnsFixture.delivered(order: ReturnsFixture.order(id: id, name: "Old"))
        let new = ReturnsFixture.delivered(
            order: ReturnsFixture.order(id: id, name: "New"), at: old.at + .seconds(60))
        try ReturnsFixture.handle(new, &rows)
        try ReturnsFixture.handle(old, &rows)
        #expect(rows.orders[id]?.summary.customer.name == "New")
        #expect(rows.lines.rows.count == 2)
    }

    @Test("waits for an operator when no policy was in force")
    func noPolicy() {
        var rows = ReturnsStore.Rows()
        let error = #expect(throws: HandlerError.self) {
            try ReturnsFixture.handle(ReturnsFixture.delivered(), &rows)
        }
        #expect(error?.code == "no_policy" && error?.isRetriable == false)
    }
}
