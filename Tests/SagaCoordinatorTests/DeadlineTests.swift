import Contracts
import SagaCoordinator
import Testing

@Suite("Deadlines")
struct DeadlineTests {
    private let silent = Participants(override: { _ in [] })

    @Test("a step that is not answered is asked for again with growing delays, then held; an operator lets it go on")
    func exhausted() throws {
        var run = Run.whole(Orders.make(), silent)
        var delays: [Int64] = []
        var last = run.now
        while !run.saga.isOnHold {
            run.waitForTimer()
            delays.append((run.now - last).components.seconds)
            last = run.now
        }
        #expect(run.resent.count == 7)
        #expect(delays == delays.sorted())
        #expect(run.saga.steps.compactMap(\.hold) == [.stepExhausted])
        #expect(run.saga.timer == nil)
        #expect(run.commands.count == 1)
        run.take(ReleaseHold(actor: "eve", reason: "the service is back"))
        #expect(run.resent.count == 8)
        // The outcome is unknown, so that it is the same command: no new epoch.
        #expect(run.saga.steps.map(\.epoch).max() == 0)
        #expect(run.saga.deadline != nil)
    }

    @Test("undoing never gives up: somebody is told, and it goes on")
    func undoingInsists() {
        var run = Run(silent)
        run.take(OrderAccepted(order: Orders.make()))
        run.take(CancelOrder(reason: "no", actor: "ada"))
        for _ in 0..<30 { run.waitForTimer() }
        // The first time it is the authorisation's timer that goes off, before anything is due.
        #expect(run.resent.count == 29)
        #expect(run.saga.phase == .undoing)
        #expect(run.saga.steps.compactMap(\.hold) == [.stepExhausted])
        run.take(PaymentCancelled(paymentID: run.saga.paymentID, voided: 0, refunded: 0))
        #expect(run.saga.headline == .cancelled)
    }

    @Test("one timer an order: it is not moved for later deadlines, and going off early sets the rest")
    func lazyTimer() {
        var run = Run(Participants(override: { $0 is FulfilOrder ? [] : nil }))
        run.take(OrderAccepted(order: Orders.make()))
        let first = run.saga.timer
        run.drain()
        #expect(run.saga.timer == first)
        #expect(run.saga.deadline.map { $0 > first ?? run.now } == true)
        run.waitForTimer()
        #expect(run.resent.isEmpty)
        #expect(run.saga.timer == run.saga.deadline)
    }

    @Test("a parcel that is never delivered is held for a person")
    func neverDelivered() {
        var run = Run(Participants())
        run.take(OrderAccepted(order: Orders.make()))
        while let next = run.inbox.first {
            run.inbox.removeFirst()
            if !(next.fact is ParcelDelivered) { run.take(next.fact, epoch: next.epoch) }
        }
        #expect(run.saga.headline == .shipped)
        while !run.saga.isOnHold { run.waitForTimer() }
        #expect(run.saga.steps.first { $0.hold != nil }?.key.name == .deliver)
        #expect(run.resent.isEmpty)
    }
}
