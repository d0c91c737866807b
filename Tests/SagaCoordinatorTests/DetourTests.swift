import Contracts
import FoundationEssentials
import SagaCoordinator
import TestSupport
import Testing

@Suite("Cancelling in mid-flight")
struct DetourTests {
    /// Takes the order in and so many of what its participants say.
    private static func begun(_ order: Order, _ participants: Participants, facts: Int) -> Run {
        var run = Run(participants)
        run.take(OrderAccepted(order: order))
        for _ in 0..<facts where !run.inbox.isEmpty {
            let next = run.inbox.removeFirst()
            run.take(next.fact, epoch: next.epoch)
        }
        return run
    }

    @Test(
        "a cancel at every moment of every kind of order: what is not handed over stops, the rest is paid for",
        arguments: [PaymentMethod.card, .marketplace, .cashOnDelivery], [1, 2])
    func wholeAtEveryPoint(method: PaymentMethod, sites: Int) {
        let order = Orders.make(method: method, state: method == .marketplace ? .paid : .authorised)
        for point in 0..<40 {
            var run = Self.begun(order, Participants(sites: sites, floor: .manual), facts: point)
            let isOver = run.saga.phase == .closed
            let left = run.saga.cancellable
            run.take(CancelOrder(reason: "no", actor: "ada"))
            run.drain()
            Settlement.check(run, "point \(point)")
            #expect(run.answers.count == 1, "point \(point)")
            guard let answer = run.answers.first, !isOver else { continue }
            #expect(answer.accepted == (run.units(.cancelled) > 0), "point \(point)")
            #expect(answer.refund == order.total - run.saga.due, "point \(point)")
            #expect(answer.released.reduce(0) { $0 + $1.quantity } == run.units(.cancelled), "point \(point)")
            if left.isEmpty { #expect(!answer.accepted, "point \(point)") }
            if !answer.accepted { #expect(run.milestones.contains(.cancelRefused) || left.isEmpty, "point \(point)") }
        }
    }

    @Test("units of a line at every moment: all of them or none, to the minor unit", arguments: [1, 2])
    func unitsAtEveryPoint(sites: Int) {
        for point in 0..<40 {
            var run = Self.begun(Orders.make(), Participants(sites: sites, floor: .manual), facts: point)
            run.take(CancelOrder(reason: "no", actor: "ada", lines: [LineQuantity(lineID: "L1", quantity: 2)]))
            run.drain()
            Settlement.check(run, "point \(point)")
            #expect(run.answers.count == 1, "point \(point)")
            #expect(run.units(.cancelled) == (run.answers.first?.accepted == true ? 2 : 0), "point \(point)")
            if run.answers.first?.accepted == true {
                // Of three units for 35.00 the two that go are worth the larger shares.
                #expect(run.answers.first?.refund == 2334, "point \(point)")
                #expect(run.milestones.contains(.partiallyCancelled), "point \(point)")
                // The storefront hears once which units go, and what is left of their line.
                #expect(
                    run.reductions.map(\.cancelled) == [[LineQuantity(lineID: "L1", quantity: 2)]], "point \(point)")
                #expect(
                    run.reductions.map(\.remaining) == [[LineQuantity(lineID: "L1", quantity: 1)]], "point \(point)")
            }
        }
    }

    @Test("the warehouse decides between a cancel and a hand-over in flight: here the cancel wins, there the hand-over")
    func race() throws {
        for isCancelled in [true, false] {
            var run = Run(Participants(override: { $0 is HandOverParcel || $0 is CancelFulfilment ? [] : nil }))
            run.take(OrderAccepted(order: Orders.make()))
            run.drain()
            let fulfilment = try #require(run.saga.fulfilments.first)
            #expect(run.sent(HandOverParcel.self).count == 1)
            #expect(run.take(CancelOrder(reason: "no", actor: "ada")) == .applied)
            // Nobody knows yet.
            #expect(run.answers.isEmpty)
            #expect(run.saga.phase == .running)
            if isCancelled {
                let stopped = FulfilmentCancelled(
                    fulfilmentOrderID: fulfilment.id, site: "S1", lines: fulfilment.parcel?.lines ?? [],
                    putBack: fulfilment.parcel?.lines ?? [])
                run.take(stopped)
                // The hand-over that came too late is told the same.
                run.take(stopped)
                run.drain()
                try Trace.expect(run, toBe: "cancel_beats_hand_over")
                #expect(run.saga.phase == .cancelled)
                #expect(run.sent(VoidLabel.self).count == 1)
                #expect(run.sent(ReleaseStock.self).first?.keep.reduce(0) { $0 + $1.quantity } == 4)
            } else {
                run.take(FulfilmentCancelRefused(fulfilmentOrderID: fulfilment.id, state: "handed_over"))
                #expect(run.answers.map(\.accepted) == [false])
                #expect(run.answers.first?.reason?.code == "already_handed_over")
                #expect(run.milestones.last == .cancelRefused)
                let parcel = try #require(fulfilment.parcel)
                let tracking = try #require(fulfilment.tracking)
                run.take(
                    ParcelHandedOver(
                        fulfilmentOrderID: fulfilment.id, reservationID: run.saga.reservationID, parcel: parcel,
                        tracking: tracking, at: run.now))
                run.drain()
                try Trace.expect(run, toBe: "hand_over_beats_cancel")
                #expect(run.saga.money.captured == 4989)
                #expect(run.units(.handedOver) == 4)
            }
        }
    }

    @Test("a second wish waits until the first one is answered")
    func oneAtATime() {
        var run = Self.begun(Orders.make(), Participants(floor: .manual), facts: 4)
        run.take(CancelOrder(reason: "one", actor: "ada", lines: [LineQuantity(lineID: "L1", quantity: 1)]))
        #expect(run.take(CancelOrder(reason: "all", actor: "ada")) == .early)
        run.drain()
        #expect(run.answers.map(\.accepted) == [true, true])
        #expect(run.saga.phase == .cancelled)
        Settlement.check(run)
    }

    @Test("a preview says exactly what the wish then does, and changes nothing")
    func preview() {
        for point in 0..<12 {
            var run = Self.begun(Orders.make(), Participants(sites: 2, floor: .manual), facts: point)
            let lines = [LineQuantity(lineID: "L1", quantity: 1), LineQuantity(lineID: "L2", quantity: 1)]
            let before = run.saga
            let verdict = run.take(CancelOrder(reason: "?", actor: "ada", lines: lines, isPreview: true))
            #expect(run.saga.steps == before.steps && run.saga.lines == before.lines)
            run.take(CancelOrder(reason: "!", actor: "ada", lines: lines))
            run.drain()
            // The hand-over may have won meanwhile; then nothing at all is cancelled.
            guard verdict == .noted, run.answers.last?.accepted == true else {
                #expect(run.units(.cancelled) == 0)
                continue
            }
            #expect(run.answers.map(\.refund) == [run.answers[0].refund, run.answers[0].refund], "point \(point)")
            #expect(run.answers.map(\.released) == [lines, lines], "point \(point)")
        }
    }

    @Test(
        "what makes no sense is refused with its place",
        arguments: [("L9", 1, "unknown_line"), ("L1", 4, "invalid_quantity"), ("L1", 0, "invalid_quantity")])
    func nonsense(line: String, quantity: Int, code: String) {
        var run = Self.begun(Orders.make(), Participants(floor: .manual), facts: 3)
        let wish = CancelOrder(reason: "no", actor: "ada", lines: [LineQuantity(lineID: line, quantity: quantity)])
        #expect(run.take(wish) == .refused)
        #expect(run.answers.first?.reason?.code == code)
        #expect(run.answers.first?.reason?.path?.hasPrefix("$.lines[0]") == true)
    }

    @Test("a prepaid order that loses units gives their money back, once")
    func refund() throws {
        var run = Self.begun(Orders.make(method: .marketplace, state: .paid), Participants(floor: .manual), facts: 4)
        run.take(CancelOrder(reason: "no", actor: "ada", lines: [LineQuantity(lineID: "L2", quantity: 1)]))
        run.drain()
        Settlement.check(run)
        try Trace.expect(run, toBe: "partly_cancelled_prepaid")
        let refund = try #require(run.sent(RefundPayment.self).first)
        #expect(refund.amount == 990)
        #expect(refund.lines == [LineAmount(lineID: "L2", quantity: 1, amount: 990)])
        #expect(run.milestones.contains(.refunded))
    }

    @Test("a second courier is told what to collect when the first parcel cannot be stopped any more, or was")
    func charges() {
        var run = Run(Participants(sites: 2, override: { $0 is BuyLabel ? [] : nil }))
        run.take(OrderAccepted(order: Orders.make(method: .cashOnDelivery)))
        run.drain()
        #expect(run.saga.fulfilments.map(\.floor) == [.packed, .packed])
        #expect(run.sent(BuyLabel.self).map(\.cashOnDelivery) == [3822])
        // All that the first site has: the shipping charges are the other's to bring.
        let lines = [LineQuantity(lineID: "L1", quantity: 2), LineQuantity(lineID: "L2", quantity: 1)]
        run.take(CancelOrder(reason: "less", actor: "ada", lines: lines))
        run.drain()
        #expect(run.answers.map(\.accepted) == [true])
        #expect(run.sent(BuyLabel.self).map(\.cashOnDelivery) == [3822, 1665])
        #expect(run.saga.due == 1665)
    }

    @Test("captures are answered in any order: nothing is given back that is due")
    func captures() {
        let participants = Participants(
            sites: 3,
            override: { command in
                let isAtThird = (command as? FulfilOrder)?.allocation.site == "S3"
                return command is CapturePayment || isAtThird ? [] : nil
            })
        var run = Run(participants)
        run.take(OrderAccepted(order: Orders.make()))
        run.drain()
        let captures = run.sent(CapturePayment.self)
        #expect(captures.count == 2)
        let total = captures.reduce(0) { $0 + $1.amount }
        func answer(_ capture: CapturePayment) {
            run.take(
                PaymentCaptured(
                    paymentID: capture.paymentID, ordinal: capture.ordinal, amount: capture.amount,
                    capturedTotal: total))
        }
        // The answer to the second overtakes that to the first; then the third parcel is not wanted any more.
        if let second = captures.last { answer(second) }
        run.take(CancelOrder(reason: "less", actor: "ada", lines: [LineQuantity(lineID: "L1", quantity: 1)]))
        run.drain()
        #expect(run.answers.map(\.accepted) == [true])
        if let first = captures.first { answer(first) }
        run.drain()
        #expect(run.sent(RefundPayment.self).isEmpty && run.saga.money.captured == run.saga.due)
        Settlement.check(run)
    }

    @Test("anything at any moment: the order ends, and money, stock, labels and the floor agree")
    func anything() {
        var random = SeededGenerator()
        for round in 0..<100 {
            let method = [PaymentMethod.card, .marketplace, .cashOnDelivery].randomElement(using: &random) ?? .card
            var run = Run(Participants(sites: Int.random(in: 1...3, using: &random), floor: .manual))
            run.take(
                OrderAccepted(order: Orders.make(method: method, state: method == .marketplace ? .paid : .authorised)))
            var wishes = Int.random(in: 1...3, using: &random)
            while !run.inbox.isEmpty {
                if wishes > 0, Int.random(in: 0..<8, using: &random) == 0 {
                    wishes -= 1
                    Self.wish(on: &run, using: &random)
                } else {
                    // Any order of delivery, and now and then twice.
                    let index = Int.random(in: 0..<min(3, run.inbox.count), using: &random)
                    let next =
                        Int.random(in: 0..<10, using: &random) == 0 ? run.inbox[index] : run.inbox.remove(at: index)
                    run.take(next.fact, epoch: next.epoch)
                }
            }
            Settlement.check(run, "round \(round), seed \(random.seed)")
        }
    }

    private static func wish(on run: inout Run, using random: inout SeededGenerator) {
        let quantity = Int.random(in: 1...2, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: run.take(CancelOrder(reason: "all", actor: "ada"))
        case 1:
            run.take(ChangeOrder(actor: "ada", reason: "less", lines: [LineQuantity(lineID: "L1", quantity: quantity)]))
        case 2: run.take(CancelOrder(reason: "cup", actor: "ada", lines: [LineQuantity(lineID: "L2", quantity: 1)]))
        default:
            run.take(
                CancelOrder(reason: "tea", actor: "ada", lines: [LineQuantity(lineID: "L1", quantity: quantity)]))
        }
    }

    /// Two sites, one of them short, a cancel in part, and a return.
    static func everything() -> Run {
        var run = Self.begun(Orders.make(), Participants(sites: 2, floor: .manual), facts: 3)
        let first = run.saga.fulfilments[0]
        let lines = first.allocation.lines.map { ParcelLine(lineID: $0.lineID, sku: $0.sku, quantity: $0.quantity) }
        run.inbox.removeAll { ($0.fact as? any StepReply)?.unit == first.id }
        run.take(
            SiteShort(
                fulfilmentOrderID: first.id, site: "S1",
                lines: [ShortLine(lineID: "L1", sku: "TEA-100", requested: 2, available: 0)],
                remaining: lines.filter { $0.lineID == "L2" }))
        run.take(CancelOrder(reason: "less", actor: "ada", lines: [LineQuantity(lineID: "L2", quantity: 1)]))
        run.drain()
        if let summary = run.sent(BuyLabel.self).first?.order {
            let back = ReturnUnits(lineID: "L1", sku: "TEA-100", bucket: .requested, quantity: 1)
            run.take(
                ReturnChanged(returnID: .v5("return"), state: .approved, order: summary, lines: [back]),
                from: Origin(message: .v5("return 1"), spoken: 1))
        }
        return run
    }
}
