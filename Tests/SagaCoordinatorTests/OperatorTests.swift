import Contracts
import FoundationEssentials
import SagaCoordinator
import Testing

@Suite("Operators and changes")
struct OperatorTests {
    private let badAddress = Participants(override: { command in
        guard let label = command as? BuyLabel, label.shipTo.line1 == "1 Harbour St" else { return nil }
        return [
            LabelRefused(parcelID: label.parcel.id, reason: Reason(code: "address_invalid", message: "no such street"))
        ]
    })

    private static let better = Address(line1: "2 Harbour St", city: "Izmir", postcode: "35000", country: "TR")

    @Test("an address that the carrier does not know is corrected, and the order goes on", arguments: [true, false])
    func address(byChange: Bool) throws {
        var run = Run.whole(Orders.make(), badAddress)
        #expect(run.saga.steps.compactMap(\.hold) == [.addressInvalid])
        #expect(run.milestones.last == .addressNeeded)
        if byChange {
            run.take(ChangeOrder(actor: "ada", reason: "typo", shippingAddress: Self.better))
            #expect(run.changes.map(\.accepted) == [true])
        } else {
            run.take(ReleaseHold(actor: "eve", reason: "typo", shippingAddress: Self.better))
            #expect(run.verbs.map(\.accepted) == [true])
        }
        run.drain()
        #expect(run.sent(BuyLabel.self).map(\.shipTo.line1) == ["1 Harbour St", "2 Harbour St"])
        #expect(run.saga.phase == .closed)
        #expect(try Replay.run(run.log, of: Orders.id) == run.saga)
    }

    @Test("a change is previewed and applied by its token; when the order has moved since, it is refused")
    func change() throws {
        var run = Run(Participants(floor: .manual))
        run.take(OrderAccepted(order: Orders.make()))
        run.drain { $0 is StockReserved }
        var change = ChangeOrder(
            actor: "ada", reason: "less", shippingAddress: Self.better,
            lines: [LineQuantity(lineID: "L1", quantity: 1)], isPreview: true)
        run.take(change)
        let preview = try #require(run.changes.first)
        #expect(preview.accepted && preview.isPreview && preview.moneyDelta == -2334)
        #expect(preview.lines.map(\.quantity) == [1, 1])
        change.isPreview = false
        change.previewToken = "another"
        #expect(run.take(change) == .refused)
        #expect(run.changes.last?.reason?.code == "preview_outdated")
        change.previewToken = preview.previewToken
        #expect(run.take(change) == .applied)
        run.drain()
        #expect(run.changes.last?.accepted == true)
        #expect(run.changes.last?.moneyDelta == -2334)
        #expect(run.saga.money == Money(authorised: 4989, captured: 2655, voided: 2334))
        #expect(run.sent(BuyLabel.self).map(\.shipTo.line1) == ["2 Harbour St"])
        #expect(run.milestones.contains(.orderChanged))
        Settlement.check(run)
    }

    @Test(
        "a change that cannot be is refused with its place",
        arguments: [
            (
                ChangeOrder(actor: "a", reason: "", lines: [LineQuantity(lineID: "L1", quantity: 4)]),
                "quantity_increase"
            ),
            (ChangeOrder(actor: "a", reason: "", lines: [LineQuantity(lineID: "L9", quantity: 1)]), "unknown_line"),
            (ChangeOrder(actor: "a", reason: ""), "nothing_to_change"),
            (
                ChangeOrder(
                    actor: "a", reason: "",
                    lines: [LineQuantity(lineID: "L1", quantity: 0), LineQuantity(lineID: "L2", quantity: 0)]),
                "nothing_left"
            ),
        ])
    func refusedChange(change: ChangeOrder, code: String) {
        var run = Run(Participants(floor: .manual))
        run.take(OrderAccepted(order: Orders.make()))
        run.drain { $0 is StockReserved }
        let before = run.saga.lines
        #expect(run.take(change) == .refused)
        #expect(run.changes.first?.reason?.code == code)
        #expect(run.saga.lines == before)
    }

    @Test("once a label is bought the address stays")
    func labelled() {
        var run = Run()
        run.take(OrderAccepted(order: Orders.make()))
        run.drain { $0 is ParcelLabelled }
        #expect(run.take(ChangeOrder(actor: "a", reason: "", shippingAddress: Self.better)) == .refused)
        #expect(run.changes.first?.reason?.code == "already_labelled")
    }

    @Test("an operator skips what was done by hand, with the reason and his name in the log")
    func skip() throws {
        var run = Run(
            Participants(override: { command in
                (command as? BuyLabel).map {
                    [LabelRefused(parcelID: $0.parcel.id, reason: Reason(code: "carrier_down", message: "no"))]
                }
            }))
        run.take(OrderAccepted(order: Orders.make()))
        run.drain()
        #expect(run.take(SkipStep(step: "reserve", actor: "eve", reason: "why not")) == .refused)
        #expect(run.verbs.last?.reason?.code == "not_open")
        #expect(run.take(SkipStep(step: "label", actor: "eve", reason: "written by hand")) == .applied)
        #expect(run.log.last?.actor == "eve")
        #expect(run.sent(HandOverParcel.self).map(\.tracking.carrier) == ["by_hand"])
        #expect(run.saga.steps.contains { $0.status == .skipped && $0.reason?.message == "written by hand" })
        run.drain()
        #expect(run.units(.handedOver) + run.units(.delivered) == 4)
    }

    @Test(
        "a label that nobody answered for keeps its address; skipped, it is voided, should it have been bought all the same"
    )
    func unansweredLabel() throws {
        var run = Run(Participants(override: { $0 is BuyLabel ? [] : nil }))
        run.take(OrderAccepted(order: Orders.make()))
        run.drain()
        while !run.saga.isOnHold { run.waitForTimer() }
        #expect(run.saga.steps.compactMap(\.hold) == [.stepExhausted])
        let address = run.saga.order?.shippingAddress
        #expect(run.take(ReleaseHold(actor: "eve", reason: "", shippingAddress: Self.better)) == .refused)
        #expect(run.verbs.last?.reason?.code == "already_labelled" && run.saga.order?.shippingAddress == address)
        #expect(run.take(SkipStep(step: "label", actor: "eve", reason: "a courier of ours")) == .applied)
        let parcel = try #require(run.sent(BuyLabel.self).first?.parcel)
        #expect(run.sent(VoidLabel.self).map(\.parcelID) == [parcel.id])
        run.drain()
        let late = ParcelTracking(parcelID: parcel.id, carrier: "sandbox", service: "standard", trackingNumber: "1")
        #expect(run.take(ParcelLabelled(tracking: late, cost: 450, currency: Currency(rawValue: "EUR"))) == .stale)
        #expect(run.saga.fulfilments.map(\.tracking?.carrier) == ["by_hand"])
        run.take(SkipStep(step: "deliver", actor: "eve", reason: "signed for"))
        run.drain()
        #expect(run.saga.phase == .closed && run.sent(VoidLabel.self).count == 1)
        #expect(try Replay.run(run.log, of: Orders.id) == run.saga)
    }

    @Test("a capture that was skipped because nobody answered, and is carried out all the same, stands in the books")
    func captureAfterSkip() throws {
        var run = Run(Participants(override: { $0 is CapturePayment ? [] : nil }))
        run.take(OrderAccepted(order: Orders.make()))
        run.drain()
        while !run.saga.isOnHold { run.waitForTimer() }
        #expect(run.take(SkipStep(step: "capture", actor: "eve", reason: "paid by transfer")) == .applied)
        let capture = try #require(run.sent(CapturePayment.self).first)
        let late = PaymentCaptured(
            paymentID: capture.paymentID, ordinal: capture.ordinal, amount: capture.amount,
            capturedTotal: capture.amount)
        #expect(run.take(late) == .noted)
        #expect(run.saga.money.captured == capture.amount)
        #expect(run.take(late) == .stale)
        #expect(try Replay.run(run.log, of: Orders.id) == run.saga)
    }

    @Test("nothing can stand for a step that others build on")
    func notSkippable() {
        var run = Run(Participants(override: { $0 is ReserveStock ? [] : nil }))
        run.take(OrderAccepted(order: Orders.make()))
        run.drain()
        #expect(run.take(SkipStep(step: "reserve", actor: "eve", reason: "no")) == .refused)
        #expect(run.verbs.last?.reason?.code == "not_skippable")
    }

    @Test("an operator ends an order as it stands, and one whose undoing nobody answers")
    func forceComplete() throws {
        var run = Run(Participants(override: { $0 is CancelPayment ? [] : nil }))
        run.take(OrderAccepted(order: Orders.make()))
        run.drain { $0 is ParcelHandedOver }
        var undoing = Run(Participants(override: { $0 is CancelPayment ? [] : nil }))
        undoing.take(OrderAccepted(order: Orders.make()))
        undoing.take(CancelOrder(reason: "no", actor: "ada"))
        #expect(run.take(ForceComplete(actor: "eve", reason: "settled on the phone")) == .applied)
        #expect(run.saga.phase == .closed && run.saga.headline == .delivered)
        #expect(run.saga.timer == nil)
        #expect(undoing.take(ForceComplete(actor: "eve", reason: "the provider is gone")) == .applied)
        #expect(undoing.saga.headline == .cancelled)
        #expect(undoing.take(ForceComplete(actor: "eve", reason: "again")) == .refused)
        #expect(try Replay.run(undoing.log, of: Orders.id) == undoing.saga)
    }

    @Test("a review that nobody decides ends the order, with everything undone")
    func reviewOverdue() {
        var run = Run.whole(Orders.make(), UnhappyEndTests.review(.paymentReview))
        run.waitForTimer()
        run.waitForTimer()
        run.drain()
        #expect(run.saga.phase == .cancelled)
        #expect(run.saga.ending?.reason.code == "review_overdue")
        #expect(run.commands.contains { $0 is CancelPayment })
    }
}
