import Contracts
import SagaCoordinator
import Testing

@Suite("Every type of order, as it was written down")
struct OrderTypeTests {
    private static func order(_ kind: OrderKind, _ method: PaymentMethod = .card) -> Order {
        let isGiven = [PaymentMethod.card, .marketplace].contains(method)
        var order = Orders.make(method: method, state: isGiven ? .authorised : .unpaid, kind: kind)
        if kind == .digital {
            order = Orders.make(kind: kind, lines: [Orders.voucher])
        }
        return order
    }

    @Test(
        "it goes its own way and closes with its money",
        arguments: [
            (OrderKind.digital, PaymentMethod.card), (.backorder, .card), (.preorder, .card),
            (.b2b, .invoice), (.dropship, .card), (.exchange, .credit), (.express, .cashOnDelivery),
            (.preorder, .cashOnDelivery), (.dropship, .marketplace),
        ])
    func ownWay(kind: OrderKind, method: PaymentMethod) throws {
        let order = Self.order(kind, method)
        let run = Run.whole(order)
        try Trace.expect(run, toBe: "type_\(run.saga.plan.name)")
        #expect(run.saga.headline == .delivered)
        #expect(run.saga.money == Money(authorised: order.total, captured: order.total))
        Settlement.check(run)
    }

    @Test("click and collect: the customer hears that it is ready; an operator says that he has come")
    func pickup() throws {
        var run = Run.whole(Self.order(.pickup))
        #expect(run.milestones.last == .readyForPickup)
        #expect(run.saga.phase == .running)
        #expect(run.take(CollectOrder(site: "S9", actor: "deniz")) == .refused)
        #expect(run.verbs.last?.reason?.code == "not_ready")
        #expect(run.take(CollectOrder(actor: "deniz", note: "showed the mail")) == .applied)
        #expect(run.log.last?.actor == "deniz")
        run.drain()
        try Trace.expect(run, toBe: "type_pickup")
        #expect(run.saga.phase == .closed && run.saga.headline == .delivered)
        #expect(run.sent(BuyLabel.self).isEmpty)
        #expect(run.saga.money.captured == 4989)
    }

    @Test("nobody comes for it within a week: it is put back, and the money let go")
    func unclaimed() throws {
        var run = Run.whole(Self.order(.pickup))
        while run.saga.phase == .running, run.saga.timer != nil, run.sent(CancelFulfilment.self).isEmpty {
            run.waitForTimer()
        }
        run.drain()
        try Trace.expect(run, toBe: "type_pickup_unclaimed")
        #expect(run.saga.phase == .cancelled)
        #expect(run.saga.ending?.reason.code == "not_picked_up")
        #expect(run.sent(ReleaseStock.self).first?.keep.isEmpty == false)
        Settlement.check(run)
    }

    @Test("a backorder that is short waits for a person instead of ending")
    func patience() {
        let run = Run.whole(Self.order(.backorder), UnhappyEndTests.short)
        #expect(run.saga.steps.compactMap(\.hold) == [.stockShort])
        #expect(run.saga.phase == .running)
    }

    @Test("the card of a pre-order is asked when the goods are there; declined, they are given back")
    func preorderDeclined() {
        let run = Run.whole(
            Self.order(.preorder),
            Participants(override: { command in
                (command as? AuthorisePayment).map {
                    [PaymentDeclined(paymentID: $0.paymentID, reason: Reason(code: "declined", message: "no"))]
                }
            }))
        #expect(run.commands.map { Swift.type(of: $0).type.name } == ["reserve", "authorise", "release"])
        #expect(run.saga.phase == .cancelled)
    }

    @Test("every kind and method that intake accepts has a plan, and plans are told apart by their names")
    func plans() {
        for kind in OrderKind.submittable {
            for method in [PaymentMethod.card, .marketplace, .cashOnDelivery, .invoice] {
                let plan = Plan.chosen(for: Orders.make(method: method, kind: kind))
                #expect(Plan.named(plan.name) == plan)
                #expect(
                    method == .marketplace
                        || plan.steps.contains { [.capture, .captureProvided, .collect].contains($0.name) })
            }
        }
    }
}
