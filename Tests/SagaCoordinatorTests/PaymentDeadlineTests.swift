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

    @Test("content that replaces an unpaid order's does not bring back what was cancelled of it, told or not")
    func keepsCancels() throws {
        func content(_ state: PaymentState, _ units: Int, _ others: Int, at second: Int64) -> Order {
            var (first, others_) = (Orders.tea, Orders.cup)
            (first.quantity, others_.quantity) = (units, others)
            var order = Orders.make(method: .marketplace, state: state, lines: [first, others_])
            order.updatedAt = Timestamp(seconds: second)
            return order
        }
        for (told, cancelled) in [(3, 1), (2, 0), (4, 1)] {
            var run = Run.whole(content(.unpaid, 3, 1, at: 1_770_000_040))
            let units = [LineQuantity(lineID: Orders.tea.id, quantity: 1)]
            run.take(CancelOrder(reason: "no", actor: "ada", lines: units))
            run.drain()
            run.take(OrderUpdated(order: content(.paid, told, 1, at: 1_770_000_060), changed: ["$.payment.state"]))
            run.drain()
            #expect(run.units(.cancelled) == cancelled && run.units(.delivered) == told + 1 - cancelled, "\(told)")
            #expect(run.saga.money.captured - run.saga.money.refunded == run.saga.due, "\(told)")
            Settlement.check(run)
        }
        // Of what was cancelled of the one line nothing is left, and the other is gone: the storefront wants it after all.
        var run = Run.whole(content(.unpaid, 1, 1, at: 1_770_000_040))
        run.take(CancelOrder(reason: "no", actor: "ada", lines: [LineQuantity(lineID: Orders.tea.id, quantity: 1)]))
        var left = Orders.make(method: .marketplace, state: .paid, lines: [Orders.tea])
        left.lines[0].quantity = 1
        left.updatedAt = Timestamp(seconds: 1_770_000_060)
        run.take(OrderUpdated(order: left, changed: ["$.lines"]))
        run.drain()
        #expect(run.units(.delivered) == 1)
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
        #expect(run.commands.isEmpty)
    }

    private static func paid(_ method: PaymentMethod) -> Order {
        var paid = Orders.make(method: method, state: .paid)
        paid.updatedAt = Timestamp(seconds: 1_770_000_060)
        return paid
    }

    @Test("paid when it had expired: the money goes back, once, and shop and customer hear of it")
    func paidTooLate() throws {
        var run = Run.whole(Orders.make(method: .marketplace, state: .unpaid))
        run.waitForTimer()
        let told = run.statuses.count
        #expect(run.take(OrderUpdated(order: Self.paid(.marketplace), changed: [])) == .late)
        #expect(run.statuses.dropFirst(told) == [.expired])
        let cancel = try #require(run.sent(CancelPayment.self).first)
        #expect(
            cancel.late?.instruction.state == .paid && cancel.late?.amount == 4989 && cancel.late?.shop == "teashop")
        run.drain()
        #expect(run.saga.phase == .expired && run.saga.headline == .expired)
        #expect(run.saga.money == Money(authorised: 4989, captured: 4989, refunded: 4989))
        #expect(run.milestones == [.awaitingPayment, .expired, .refunded])
        // Shops say everything twice.
        #expect(run.take(OrderUpdated(order: Self.paid(.marketplace), changed: [])) == .noted)
        run.drain()
        #expect(run.sent(CancelPayment.self).count == 1 && run.sent(AuthorisePayment.self).isEmpty)
        Settlement.check(run)
    }

    @Test("paid when it was cancelled: the same, also while it is being undone")
    func paidWhenCancelled() {
        var run = Run.whole(Orders.make(method: .marketplace, state: .unpaid))
        run.take(CancelOrder(reason: "changed my mind", actor: "ada"))
        run.drain()
        #expect(run.saga.phase == .cancelled)
        #expect(run.take(OrderUpdated(order: Self.paid(.marketplace), changed: [])) == .late)
        run.drain()
        #expect(run.saga.phase == .cancelled && run.saga.money.refunded == 4989)
        Settlement.check(run)
    }

    @Test("only one of deadline and payment wins: paid in time, the deadline finds nothing")
    func paidInTime() {
        var run = Run.whole(Orders.make(method: .marketplace, state: .unpaid))
        run.take(OrderUpdated(order: Self.paid(.marketplace), changed: []))
        run.take(DeadlineReached())
        run.drain()
        #expect(run.saga.headline == .delivered && run.sent(CancelPayment.self).isEmpty)
        Settlement.check(run)
    }

    @Test("an update of an order that is on its way is written down and no more")
    func updateWhileRunning() {
        var run = Run.whole(Orders.make())
        #expect(run.take(OrderUpdated(order: Orders.make(lines: [Orders.cup]), changed: ["$.lines"])) == .noted)
        #expect(run.saga.lines.count == 2)
    }

    private static func moved(to city: String, at second: Int64) -> OrderUpdated {
        var order = Orders.make()
        order.updatedAt = Timestamp(seconds: second)
        order.shippingAddress?.city = city
        return OrderUpdated(order: order, changed: ["$.shippingAddress.city", "$.updatedAt"])
    }

    @Test("the goods go where the channel says by then, until a label is bought")
    func readdressed() throws {
        var run = Run()
        run.take(OrderAccepted(order: Orders.make()))
        run.drain { $0 is StockReserved }
        #expect(run.take(Self.moved(to: "Bursa", at: 1_770_000_060)) == .applied)
        #expect(run.take(Self.moved(to: "Edirne", at: 1_770_000_050)) == .stale)
        // What the channel says again is no news of the address.
        var same = Self.moved(to: "Edirne", at: 1_770_000_070)
        same.changed = ["$.updatedAt"]
        #expect(run.take(same) == .noted)
        run.drain()
        let label = try #require(run.sent(BuyLabel.self).first)
        #expect(label.shipTo.city == "Bursa" && run.sent(BuyLabel.self).count == 1)
    }

    @Test("once a label is bought the channel's new address comes too late, and the log says so")
    func readdressedTooLate() {
        var run = Run()
        run.take(OrderAccepted(order: Orders.make()))
        run.drain { $0 is ParcelLabelled }
        let address = run.saga.order?.shippingAddress
        #expect(run.take(Self.moved(to: "Bursa", at: 1_770_000_060)) == .refused)
        #expect(run.saga.order?.shippingAddress == address)
    }

    @Test("an address that the carrier refused is asked for again when the channel has another one")
    func corrected() {
        var run = Run(
            Participants(override: { command in
                guard let label = command as? BuyLabel, label.shipTo.city != "Bursa" else { return nil }
                return [
                    LabelRefused(
                        parcelID: label.parcel.id, reason: Reason(code: "address_invalid", message: "no such city"))
                ]
            }))
        run.take(OrderAccepted(order: Orders.make()))
        run.drain()
        #expect(run.saga.steps.compactMap(\.hold) == [.addressInvalid])
        #expect(run.take(Self.moved(to: "Bursa", at: 1_770_000_060)) == .applied)
        run.drain()
        #expect(run.saga.headline == .delivered && !run.saga.isOnHold)
    }
}
