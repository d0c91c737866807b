import Contracts
import SagaCoordinator
import Testing

@Suite("Orders that are not paid yet")
struct PaymentDeadlineTests {
    @Test("unpaid, then paid: the order goes on with its newer content")
    func paid() throws {
        var run = Run.whole(Orders.make(state: .unpaid))
        #expect(run.saga.headline == .awaitingPayment)
        #expect(run.milestones == [.awaitingPayment])
        #expect(run.commands.isEmpty)
        var order = Orders.make(state: .unpaid, lines: [Orders.tea])
        order.updatedAt = Timestamp(seconds: 1_770_000_050)
        run.take(OrderUpdated(order: order, changed: ["$.lines"]))
        #expect(run.saga.headline == .awaitingPayment)
        order.payment.state = .paid
        order.updatedAt = Timestamp(seconds: 1_770_000_060)
        run.take(OrderUpdated(order: order, changed: ["$.payment.state"]))
        run.drain()
        try Trace.expect(run, toBe: "unpaid_then_paid")
        #expect(run.saga.headline == .delivered)
        #expect(run.saga.lines.map(\.lineID) == ["L1"])
    }

    @Test("content older than what is known does not replace it")
    func older() {
        var run = Run.whole(Orders.make(state: .unpaid))
        var order = Orders.make(state: .paid)
        order.updatedAt = Timestamp(seconds: 1_769_999_999)
        #expect(run.take(OrderUpdated(order: order, changed: [])) == .stale)
        #expect(run.saga.headline == .awaitingPayment)
    }

    @Test("unpaid for three days: expired, with nothing to undo")
    func expired() throws {
        var run = Run.whole(Orders.make(state: .unpaid))
        run.waitForTimer()
        try Trace.expect(run, toBe: "unpaid_expired")
        #expect(run.saga.headline == .expired)
        #expect(run.milestones == [.awaitingPayment, .expired])
        var paid = Orders.make(state: .paid)
        paid.updatedAt = Timestamp(seconds: 1_770_000_060)
        #expect(run.take(OrderUpdated(order: paid, changed: [])) == .noted)
        #expect(run.commands.isEmpty)
    }

    @Test("an update of an order that is on its way is written down and no more")
    func updateWhileRunning() {
        var run = Run.whole(Orders.make())
        #expect(run.take(OrderUpdated(order: Orders.make(lines: [Orders.cup]), changed: ["$.lines"])) == .noted)
        #expect(run.saga.lines.count == 2)
    }
}
