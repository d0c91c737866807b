import Contracts
import SagaCoordinator
import Testing

@Suite("Cancelling")
struct CancelTests {
    /// The order's facts up to its release, one more each time.
    @Test("a cancel at every point before release undoes what is done or unknown, in reverse", arguments: 0...2)
    func beforeRelease(point: Int) throws {
        var run = Run(Participants(override: { $0 is ReserveStock && point < 3 ? [] : nil }))
        if point == 0 {
            run.take(OrderAccepted(order: Orders.make(state: .unpaid)))
        } else {
            run.take(OrderAccepted(order: Orders.make()))
            if point == 2 { run.drain() }
        }
        #expect(run.take(CancelOrder(reason: "changed my mind", actor: "ada")) == .applied)
        let all = [LineQuantity(lineID: "L1", quantity: 3), LineQuantity(lineID: "L2", quantity: 1)]
        #expect(run.answers == [CancelAnswered(externalID: "5001", accepted: true, refund: 4989, released: all)])
        run.drain()
        #expect(run.saga.headline == .cancelled)
        #expect(run.saga.phase == .cancelled)
        #expect(run.milestones.last == .cancelled)
        #expect(run.units(.cancelled) == 4)
        let undone = run.commands.map { type(of: $0).type }.filter {
            $0 == CancelPayment.type || $0 == ReleaseStock.type
        }
        // With the reservation unknown both are undone, the last step first.
        #expect(undone == [[], [CancelPayment.type], [ReleaseStock.type, CancelPayment.type]][point])
        try Trace.expect(run, toBe: "cancelled_\(["unpaid", "unauthorised", "unreserved"][point])")
    }

    @Test("a cancel while a payment is in review cancels the payment too")
    func inReview() {
        var run = Run.whole(Orders.make(), UnhappyEndTests.review(.paymentReview))
        run.take(CancelOrder(reason: "no", actor: "eve"))
        run.drain()
        #expect(run.saga.headline == .cancelled)
        #expect(run.commands.contains { $0 is CancelPayment })
        #expect(!run.saga.isOnHold)
    }

    @Test("once all is handed over a cancel is refused with a reason, at every point")
    func afterHandOver() {
        let whole = Run.whole(Orders.make(), Participants(floor: .manual))
        let handedOver = whole.facts.firstIndex { $0.fact is ParcelHandedOver }
        for point in (handedOver ?? 0)..<whole.facts.count {
            var run = Run()
            for event in whole.facts[...point] { run.take(event.fact) }
            let before = run.saga
            #expect(run.take(CancelOrder(reason: "no", actor: "ada")) == .refused)
            #expect(run.take(OrderCancelledByChannel(reason: "no", at: run.now)) == .refused)
            #expect(run.answers.map(\.accepted) == [false])
            #expect(["already_handed_over", "already_closed"].contains(run.answers.last?.reason?.code))
            #expect(run.saga.phase == before.phase && run.saga.lines == before.lines)
        }
    }

    @Test("a cancel is answered again alike when the order is cancelled already")
    func twice() {
        var run = Run.whole(Orders.make(), UnhappyEndTests.short)
        #expect(run.take(CancelOrder(reason: "no", actor: "ada")) == .stale)
        #expect(run.answers == [CancelAnswered(externalID: "5001", accepted: true)])
    }

    @Test("a cancel of an order that nobody has heard of is refused")
    func unknown() {
        var run = Run()
        run.take(CancelOrder(reason: "no", actor: "ada"))
        #expect(run.answers.map { $0.reason?.code } == ["unknown_order"])
    }

    @Test("the channel's cancel that overtakes its order stops it before anything is asked for")
    func beforeTheOrder() {
        var run = Run()
        #expect(run.take(OrderCancelledByChannel(reason: "customer", at: run.now)) == .early)
        #expect(run.saga.phase == .unborn)
        run.take(OrderAccepted(order: Orders.make()))
        #expect(run.saga.headline == .cancelled)
        #expect(run.commands.isEmpty)
    }

    @Test("the late success of a step given up is undone, and the customer is told once")
    func lateSuccess() throws {
        var run = Run()
        run.take(OrderAccepted(order: Orders.make()))
        run.inbox = []
        run.take(PaymentDeclined(paymentID: run.saga.paymentID, reason: Reason(code: "declined", message: "no")))
        #expect(run.saga.phase == .cancelled)
        let late = run.take(PaymentAuthorised(paymentID: run.saga.paymentID, authorised: 4989, captured: 0))
        #expect(late == .late)
        #expect(run.saga.phase == .undoing)
        #expect(run.saga.headline == .cancelled)
        run.drain()
        #expect(run.saga.phase == .cancelled)
        #expect(run.saga.money.voided == 4989)
        #expect(run.milestones == [.paymentDeclined])
        try Trace.expect(run, toBe: "late_success")
    }
}
