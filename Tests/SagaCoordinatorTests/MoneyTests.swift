import Contracts
import FoundationEssentials
import SagaCoordinator
import Testing

@Suite("What is asked of the payment service, and what is told of money")
struct MoneyTests {
    @Test("it hears what each line cost, with its part of the charges: no more than that goes back for it")
    func lines() throws {
        let run = Run.whole(Orders.make())
        let lines = try #require(run.sent(AuthorisePayment.self).first).lines
        #expect(lines.map(\.lineID) == ["L1", "L2"] && lines.map(\.quantity) == [3, 1])
        #expect(lines.reduce(0) { $0 + $1.amount } == Orders.make().total)
        #expect(lines.map(\.amount) == [3500 + 389, 990 + 110])
    }

    @Test(
        "a refund is told to the customer once: by the order, or by the return that it settles",
        arguments: [true, false])
    func refundMails(isOfReturn: Bool) {
        var run = Run.whole(Orders.make())
        run.take(
            PaymentRefunded(
                paymentID: run.saga.paymentID, refundID: .v5("r"), amount: 990, refundedTotal: 990,
                returnID: isOfReturn ? .v5("return") : nil))
        #expect(run.saga.money.refunded == 990)
        #expect(run.milestones.filter { $0 == .refunded }.count == (isOfReturn ? 0 : 1))
    }

    @Test("a void says of which attempt at the label it is: should it come late, it leaves a newer label alone")
    func voidOfAnAttempt() throws {
        let badOnce = Participants(override: { command in
            if command is HandOverParcel { return [] }
            if let stop = command as? CancelFulfilment {
                return [FulfilmentCancelled(fulfilmentOrderID: stop.fulfilmentOrderID, site: "S1")]
            }
            guard let label = command as? BuyLabel, label.shipTo.line1 == "1 Harbour St" else { return nil }
            let reason = Reason(code: "address_invalid", message: "no such street")
            return [LabelRefused(parcelID: label.parcel.id, reason: reason)]
        })
        var run = Run.whole(Orders.make(), badOnce)
        let better = Address(line1: "2 Harbour St", city: "Izmir", postcode: "35000", country: "TR")
        run.take(ReleaseHold(actor: "eve", reason: "typo", shippingAddress: better))
        run.drain()
        run.take(CancelOrder(reason: "no", actor: "ada"))
        run.drain()
        #expect(run.saga.phase == .cancelled)
        #expect(run.sent(VoidLabel.self).map(\.labelEpoch) == [1])
    }
}

@Suite("Disputes")
struct DisputeTests {
    private func news(
        _ status: DisputeStatus, _ run: Run, amount: Int64 = 4989, lost: Int64 = 0
    ) -> PaymentDisputed {
        PaymentDisputed(
            paymentID: run.saga.paymentID, disputeID: "dp_1", amount: amount, reason: "fraudulent", status: status,
            lostTotal: lost)
    }

    private func spoken(_ version: Int64) -> Origin { Origin(message: .v5("news \(version)"), spoken: version) }

    @Test("of a delivered order is held for a person, and cleared when it is won; the delivery stays a delivery")
    func delivered() throws {
        var run = Run.whole(Orders.make())
        #expect(run.take(news(.opened, run), from: spoken(7)) == .applied)
        #expect(run.saga.steps.compactMap(\.hold) == [.paymentDisputed])
        #expect(run.saga.phase == .closed && run.saga.headline == .delivered)
        #expect(run.take(news(.won, run), from: spoken(8)) == .applied)
        #expect(!run.saga.isOnHold)
        #expect(run.take(news(.opened, run), from: spoken(7)) == .stale, "news that come late open nothing again")
        #expect(try Replay.run(run.log, of: Orders.id) == run.saga)
    }

    @Test("of an order that has not left keeps it here until it is decided, and then it goes on")
    func beforeShipping() throws {
        var run = Run()
        run.take(OrderAccepted(order: Orders.make()))
        run.drain { $0 is StockReserved }
        run.take(news(.opened, run), from: spoken(7))
        run.drain()
        #expect(run.saga.headline == .onHold && run.saga.phase == .running)
        #expect(run.sent(BuyLabel.self).isEmpty && run.sent(HandOverParcel.self).isEmpty)
        #expect(run.take(ReleaseHold(actor: "eve", reason: "go")) == .stale, "a bank decides, not an operator's retry")
        run.waitForTimer()
        while run.saga.steps.contains(where: { $0.key.name == .dispute && $0.attempts == 1 }) { run.waitForTimer() }
        #expect(run.saga.isOnHold && run.saga.timer != nil, "an undecided one is told again every month")
        run.take(news(.won, run), from: spoken(8))
        run.drain()
        #expect(run.saga.phase == .closed && run.saga.headline == .delivered)
        Settlement.check(run)
    }

    @Test(
        "lost before it has left, the order is held: its money is gone, and a person cancels it or sends it all the same"
    )
    func lost() throws {
        var run = Run()
        run.take(OrderAccepted(order: Orders.make()))
        run.drain { $0 is StockReserved }
        run.take(news(.opened, run), from: spoken(7))
        run.take(news(.lost, run, lost: 4989), from: spoken(8))
        run.drain()
        #expect(run.saga.steps.compactMap(\.hold) == [.disputeLost])
        var skipped = run
        #expect(skipped.take(SkipStep(step: "dispute", actor: "eve", reason: "a good customer")) == .applied)
        skipped.drain()
        #expect(skipped.saga.headline == .delivered)
        run.take(CancelOrder(reason: "no money", actor: "eve"))
        run.drain()
        #expect(run.saga.headline == .cancelled && run.units(.cancelled) == 4 && !run.saga.isOnHold)
        #expect(try Replay.run(run.log, of: Orders.id) == run.saga)
    }

    @Test("what a bank has taken back is not given back once more for units that are cancelled afterwards")
    func notTwice() {
        var run = Run(Participants(floor: .manual, sayCaptured: 4989))
        run.take(OrderAccepted(order: Orders.make(state: .paid)))
        run.drain { $0 is StockReserved }
        run.take(news(.lost, run, lost: 4989), from: spoken(8))
        run.take(CancelOrder(reason: "less", actor: "ada", lines: [LineQuantity(lineID: "L2", quantity: 1)]))
        run.drain()
        #expect(run.units(.cancelled) == 1)
        #expect(run.sent(RefundPayment.self).isEmpty)
    }
}
