import Contracts
import FoundationEssentials
import SagaCoordinator
import Testing

@Suite("What comes up on the way")
struct IncidentTests {
    /// An order whose first site has its goods in hand, and nothing said yet.
    private static func atTheSite(_ order: Order = Orders.make(), sites: Int = 1) -> Run {
        var run = Run(
            Participants(sites: sites, override: { ($0 as? FulfilOrder)?.allocation.site == "S1" ? [] : nil }))
        run.take(OrderAccepted(order: order))
        run.drain()
        return run
    }

    @Test("a site without the goods: another one sends them, and the order does not notice")
    func reroute() throws {
        var run = Self.atTheSite()
        let site = try #require(run.saga.fulfilments.first)
        run.take(
            SiteShort(
                fulfilmentOrderID: site.id, site: "S1",
                lines: [ShortLine(lineID: "L1", sku: "TEA-100", requested: 3, available: 0)]))
        let reroute = try #require(run.sent(RerouteStock.self).first)
        // What is there goes along: the site has ended.
        #expect(reroute.moved == [ParcelLine(lineID: "L2", sku: "CUP-1", quantity: 1)])
        run.drain()
        try Trace.expect(run, toBe: "rerouted")
        #expect(run.saga.headline == .delivered)
        #expect(run.saga.liveFulfilments.map(\.allocation.site) == ["S9"])
        Settlement.check(run)
    }

    @Test("a kit that lacks a component is counted once, by the site that has the rest of it")
    func kitUnits() {
        let parts = [("SKU-1", 6, 3), ("SKU-2", 3, 0)].map { sku, quantity, units in
            AllocatedLine(lineID: "1", sku: sku, quantity: quantity, units: units, bin: "A")
        }
        for (found, kept) in [(6, 3), (5, 3), (4, 2), (3, 2), (2, 1), (1, 1), (0, 0)] {
            var site = Fulfilment(
                id: .v5("site"),
                allocation: Allocation(
                    site: "S1", floor: .manual, shipFrom: Address(line1: "1 Dock Rd", city: "Ankara", country: "TR"),
                    lines: parts))
            let lost = site.reduce(to: [
                ParcelLine(lineID: "1", sku: "SKU-1", quantity: found),
                ParcelLine(lineID: "1", sku: "SKU-2", quantity: 3),
            ])
            #expect(site.units.reduce(0) { $0 + $1.quantity } == kept)
            #expect(lost.reduce(0) { $0 + $1.orderedUnits } == 3 - kept)
        }
    }

    @Test("goods that came in for units that were cancelled meanwhile are not sent")
    func filledTooLate() {
        var saga = OrderSaga(id: .v5("order"))
        saga.phase = .running
        saga.lines = [LineLedger(lineID: "1", ordered: 3)]
        saga.move([("1", 2)], from: [.pending], to: .backordered)
        saga.move([("1", 1)], from: [.pending], to: .cancelled)
        let allocations = [(UUID.v5("a"), 1), (UUID.v5("b"), 1), (UUID.v5("c"), 1)].map { id, quantity in
            Allocation(
                id: id, site: "S1", floor: .auto, shipFrom: Address(line1: "1 Dock Rd", city: "Ankara", country: "TR"),
                lines: [AllocatedLine(lineID: "1", sku: "TEA-100", quantity: quantity, bin: "A")])
        }
        StockReserved(reservationID: saga.reservationID, allocations: allocations).record(in: &saga)
        #expect(saga.fulfilments.map(\.allocation.id) == allocations.prefix(2).map(\.id))
        #expect(saga.lines[0][.reserved] == 2)
    }

    @Test("a site that is short of some sends the rest, and another site what is missing")
    func partlyShort() throws {
        var run = Self.atTheSite()
        let site = try #require(run.saga.fulfilments.first)
        let rest = [
            ParcelLine(lineID: "L1", sku: "TEA-100", quantity: 2), ParcelLine(lineID: "L2", sku: "CUP-1", quantity: 1),
        ]
        run.take(
            SiteShort(
                fulfilmentOrderID: site.id, site: "S1",
                lines: [ShortLine(lineID: "L1", sku: "TEA-100", requested: 3, available: 2)], damaged: true,
                remaining: rest))
        #expect(run.sent(RerouteStock.self).map(\.damaged) == [true])
        #expect(run.sent(RerouteStock.self).first?.moved == [])
        let parcel = Parcel(
            id: .v5("parcel"), fulfilmentOrderID: site.id, site: "S1", lines: rest, weight: 1, length: 1, width: 1,
            height: 1)
        run.take(ParcelPacked(fulfilmentOrderID: site.id, parcel: parcel))
        run.drain()
        #expect(run.saga.headline == .delivered)
        #expect(run.sent(CapturePayment.self).reduce(0) { $0 + $1.amount } == 4989)
        Settlement.check(run)
    }

    @Test("no site has it: what is missing is taken off the order, and the rest is sent")
    func uncovered() throws {
        let participants = Participants(override: { command in
            if (command as? FulfilOrder)?.allocation.site == "S1" { return [] }
            return (command as? RerouteStock).map {
                [StockShort(reservationID: $0.reservationID, lines: $0.lines)]
            }
        })
        var run = Run(participants)
        run.take(OrderAccepted(order: Orders.make()))
        run.drain()
        let site = try #require(run.saga.fulfilments.first)
        let cup = [ParcelLine(lineID: "L2", sku: "CUP-1", quantity: 1)]
        run.take(
            SiteShort(
                fulfilmentOrderID: site.id, site: "S1",
                lines: [ShortLine(lineID: "L1", sku: "TEA-100", requested: 3, available: 0)], remaining: cup))
        run.take(
            ParcelPacked(
                fulfilmentOrderID: site.id,
                parcel: Parcel(
                    id: .v5("parcel"), fulfilmentOrderID: site.id, site: "S1", lines: cup, weight: 1, length: 1,
                    width: 1, height: 1)))
        run.drain()
        try Trace.expect(run, toBe: "no_site_has_it")
        #expect(run.units(.cancelled) == 3 && run.units(.delivered) == 1)
        #expect(run.saga.money == Money(authorised: 4989, captured: 990 + 499, voided: 3500))
    }

    @Test(
        "one site has some of it: only what none has is taken off, whichever is heard first",
        arguments: [true, false])
    func partlyUncovered(isShortFirst: Bool) throws {
        var run = Run(
            Participants(override: { command in
                (command as? FulfilOrder)?.allocation.site == "S1" || command is RerouteStock ? [] : nil
            }))
        run.take(OrderAccepted(order: Orders.make()))
        run.drain()
        let site = try #require(run.saga.fulfilments.first)
        run.take(
            SiteShort(
                fulfilmentOrderID: site.id, site: "S1",
                lines: [
                    ShortLine(lineID: "L1", sku: "TEA-100", requested: 3, available: 0),
                    ShortLine(lineID: "L2", sku: "CUP-1", requested: 1, available: 0),
                ]))
        let found = Allocation(
            id: .v5("a2"), site: "S9", floor: .auto, shipFrom: Address(line1: "9 Dock", city: "Adana", country: "TR"),
            lines: [
                AllocatedLine(lineID: "L1", sku: "TEA-100", quantity: 2, bin: "B"),
                AllocatedLine(lineID: "L2", sku: "CUP-1", quantity: 1, bin: "B"),
            ])
        let facts: [any SagaFact] = [
            StockReserved(reservationID: run.saga.reservationID, allocations: [found]),
            StockShort(
                reservationID: run.saga.reservationID,
                lines: [ShortLine(lineID: "L1", sku: "TEA-100", requested: 3, available: 2)]),
        ]
        for fact in isShortFirst ? facts.reversed() : facts { run.take(fact) }
        run.drain()
        #expect(run.saga.phase == .closed && run.units(.delivered) == 3 && run.units(.cancelled) == 1)
        Settlement.check(run)
    }

    @Test("backordered: the customer hears by when; what has come is sent first, and the rest when it comes")
    func backordered() throws {
        let participants = Participants()
        let lines = [ParcelLine(lineID: "L1", sku: "TEA-100", quantity: 3)]
        let cup = participants.allocate([ParcelLine(lineID: "L2", sku: "CUP-1", quantity: 1)])
        var run = Run(
            Participants(override: { command in
                (command as? ReserveStock).map {
                    [
                        StockReserved(reservationID: $0.reservationID, allocations: cup),
                        StockBackordered(
                            reservationID: $0.reservationID,
                            lines: [ShortLine(lineID: "L1", sku: "TEA-100", requested: 3, available: 0)],
                            promisedAt: Timestamp(seconds: 1_770_900_000)),
                    ]
                }
            }))
        run.take(OrderAccepted(order: Orders.make()))
        run.drain()
        #expect(run.saga.headline == .partiallyDelivered)
        #expect(run.units(.backordered) == 3)
        #expect(run.milestones.contains(.backordered))
        #expect(run.saga.phase == .running)
        run.waitForTimer()
        run.waitForTimer()
        #expect(run.milestones.contains(.delayed))
        run.take(StockReserved(reservationID: run.saga.reservationID, allocations: participants.allocate(lines)))
        run.drain()
        try Trace.expect(run, toBe: "backordered")
        #expect(run.saga.phase == .closed && run.units(.delivered) == 4)
        Settlement.check(run)
    }

    @Test("a count takes goods away that a site has in hand: they come from elsewhere, once the site has stopped")
    func withdrawn() throws {
        var run = Run(
            Participants(override: { command in
                (command as? FulfilOrder)?.allocation.site == "S1" ? [] : nil
            }))
        run.take(OrderAccepted(order: Orders.make()))
        let first = Allocation(
            id: .v5("a1"), site: "S1", floor: .auto, shipFrom: Address(line1: "1 Dock", city: "Ankara", country: "TR"),
            lines: [
                AllocatedLine(lineID: "L1", sku: "TEA-100", quantity: 3, bin: "A"),
                AllocatedLine(lineID: "L2", sku: "CUP-1", quantity: 1, bin: "A"),
            ])
        run.inbox = []
        run.take(PaymentAuthorised(paymentID: run.saga.paymentID, authorised: 4989, captured: 0))
        run.inbox = []
        run.take(StockReserved(reservationID: run.saga.reservationID, allocations: [first]))
        var second = first
        second.id = .v5("a2")
        second.site = "S2"
        second.lines = [AllocatedLine(lineID: "L1", sku: "TEA-100", quantity: 1, bin: "B")]
        run.take(
            StockReserved(
                reservationID: run.saga.reservationID, allocations: [second],
                withdrawn: [
                    WithdrawnUnits(
                        allocationID: first.id, site: "S1", lineID: "L1", sku: "TEA-100", quantity: 1, units: 1)
                ]))
        #expect(run.sent(CancelFulfilment.self).map(\.lines) == [[LineQuantity(lineID: "L1", quantity: 1)]])
        #expect(run.saga.fulfilments.count == 1)
        run.drain()
        #expect(run.saga.fulfilments.map(\.allocation.site) == ["S1", "S2"])
        #expect(run.saga.headline == .delivered)
        Settlement.check(run)
    }

    @Test("a lost parcel holds the order for a person; should it turn up, it is delivered all the same")
    func lost() throws {
        var run = Run()
        run.take(OrderAccepted(order: Orders.make()))
        run.drain { $0 is ParcelHandedOver }
        let delivered = try #require(run.inbox.lazy.compactMap { $0.fact as? ParcelDelivered }.first)
        run.take(
            ParcelLost(parcel: delivered.parcel, tracking: delivered.tracking, at: run.now, order: delivered.order))
        #expect(run.units(.lost) == 4)
        #expect(run.saga.headline == .onHold)
        #expect(run.milestones.last == .lost)
        var skipped = run
        skipped.inbox.removeAll { $0.fact is ParcelDelivered }
        skipped.take(SkipStep(step: "deliver", actor: "eve", reason: "claimed from the carrier"))
        skipped.drain()
        #expect(skipped.saga.phase == .closed && skipped.units(.lost) == 4)
        run.drain()
        #expect(run.saga.headline == .delivered)
    }

    @Test("returned to sender: its units move with the return that it opens, the newest word counts")
    func returnedToSender() throws {
        var run = Run()
        run.take(OrderAccepted(order: Orders.make()))
        run.drain { $0 is ParcelHandedOver }
        let delivered = try #require(run.inbox.lazy.compactMap { $0.fact as? ParcelDelivered }.first)
        run.inbox.removeAll { $0.fact is ParcelDelivered }
        // The return speaks before the carrier's news is here.
        let units = [ReturnUnits(lineID: "L1", sku: "TEA-100", bucket: .inTransit, quantity: 3)]
        let opened = ReturnChanged(returnID: .v5("r"), state: .inTransit, order: delivered.order, lines: units)
        #expect(run.take(opened, from: Origin(message: .v5("1"), spoken: 1)) == .early)
        run.take(
            ParcelReturning(parcel: delivered.parcel, tracking: delivered.tracking, at: run.now, order: delivered.order)
        )
        run.drain()
        #expect(run.milestones.contains(.returnedToSender))
        #expect(run.units(.returnInTransit) == 3 && run.units(.returnedToSender) == 1)
        var restocked = opened
        restocked.lines = [
            ReturnUnits(lineID: "L1", sku: "TEA-100", bucket: .restocked, quantity: 2),
            ReturnUnits(lineID: "L1", sku: "TEA-100", bucket: .writtenOff, quantity: 1),
        ]
        #expect(run.take(restocked, from: Origin(message: .v5("3"), spoken: 3)) == .applied)
        #expect(run.take(opened, from: Origin(message: .v5("2"), spoken: 2)) == .stale)
        #expect(run.units(.restocked) == 2 && run.units(.writtenOff) == 1)
        #expect(run.saga.headline == .partiallyReturned)
        run.take(
            PaymentRefunded(
                paymentID: run.saga.paymentID, refundID: .v5("r1"), amount: 3500, refundedTotal: 3500))
        #expect(run.saga.money.refunded == 3500)
        #expect(run.milestones.last == .refunded)
    }

    @Test("a return that lapses gives its units back to what was delivered")
    func lapsed() throws {
        var run = Run.whole(Orders.make())
        let order = try #require(run.sent(BuyLabel.self).first).order
        var changed = ReturnChanged(
            returnID: .v5("r"), state: .approved, order: order,
            lines: [ReturnUnits(lineID: "L1", sku: "TEA-100", bucket: .requested, quantity: 3)])
        run.take(changed, from: Origin(spoken: 1))
        #expect(run.units(.returnRequested) == 3 && run.saga.headline == .delivered)
        changed.state = .expired
        changed.lines[0].bucket = .delivered
        run.take(changed, from: Origin(spoken: 2))
        #expect(run.units(.delivered) == 4)
    }

    @Test("a refund that fails is held for a person, and tried again by his word")
    func refundFailed() {
        var run = Run(
            Participants(
                floor: .manual,
                override: { command in
                    guard let refund = command as? RefundPayment else { return nil }
                    let reason = Reason(code: "provider_down", message: "no")
                    return [RefundFailed(paymentID: refund.paymentID, refundID: refund.refundID, reason: reason)]
                }))
        run.take(OrderAccepted(order: Orders.make(method: .marketplace, state: .paid)))
        run.drain { $0 is StockReserved }
        run.take(CancelOrder(reason: "no", actor: "ada", lines: [LineQuantity(lineID: "L2", quantity: 1)]))
        run.drain()
        #expect(run.saga.steps.compactMap(\.hold) == [.refundFailed])
        run.take(ReleaseHold(actor: "eve", reason: "again"))
        #expect(run.sent(RefundPayment.self).map(\.refundID).count == 2)
        #expect(Set(run.sent(RefundPayment.self).map(\.refundID)).count == 1)
    }

    @Test(
        "the storefront's refund of units that have not left takes them off the order; money alone is given back once")
    func refundedByChannel() {
        var run = Run(Participants(floor: .manual))
        run.take(OrderAccepted(order: Orders.make(method: .marketplace, state: .paid)))
        run.drain { $0 is StockReserved }
        let units = [LineQuantity(lineID: "L2", quantity: 1)]
        run.take(RefundedByChannel(externalRefundID: "r1", amount: 990, lines: units, restock: true))
        let money = RefundedByChannel(externalRefundID: "r2", amount: 100, lines: [], restock: false)
        run.take(money)
        run.take(money)
        run.drain()
        #expect(run.units(.cancelled) == 1 && run.units(.delivered) == 3)
        #expect(run.saga.money.refunded == 1090)
    }

    @Test("the storefront's refund of units that have left is written down, on their lines, also when all has ended")
    func refundedOfSentUnits() throws {
        for isOver in [false, true] {
            var run = Run(Participants(floor: .manual))
            run.take(OrderAccepted(order: Orders.make(method: .marketplace, state: .paid)))
            run.drain { isOver ? false : $0 is ParcelHandedOver }
            let before = run.saga
            #expect(run.saga.phase == (isOver ? .closed : .running))
            let refund = RefundedByChannel(
                externalRefundID: "r1", amount: 400, lines: [LineQuantity(lineID: "L2", quantity: 1)], restock: true)
            #expect(run.take(refund) == .applied)
            #expect(run.take(refund) == .noted)
            run.drain()
            let sent = run.sent(RefundPayment.self)
            #expect(sent.map(\.amount) == [400])
            #expect(sent.first?.lines == [LineAmount(lineID: "L2", quantity: 1, amount: 400)])
            #expect(run.saga.money.refunded == 400 && run.saga.phase == .closed)
            #expect(run.units(.cancelled) == 0 && run.saga.due == before.due)
            #expect(run.saga.detours.refunds.map(\.isMoneyAlone) == [true])
        }
    }

    @Test(
        "the storefront's refund of more than its units are sold for is written down whole, and what goes beyond is for no line"
    )
    func refundedBeyondLines() throws {
        var run = Run.whole(Orders.make(method: .marketplace, state: .paid))
        let order = try #require(run.saga.order)
        let share = try #require(LineShare.shares(of: order).first { $0.lineID == "L2" })
        let whole = RefundedByChannel(
            externalRefundID: "r1", amount: order.total + 1000,
            lines: [LineQuantity(lineID: "L2", quantity: share.quantity)], restock: false)
        run.take(whole)
        run.drain()
        let sent = try #require(run.sent(RefundPayment.self).first)
        #expect(sent.amount == order.total)
        #expect(sent.lines == [LineAmount(lineID: "L2", quantity: share.quantity, amount: share.goods)])
        // There is nothing left to give back.
        let more = RefundedByChannel(externalRefundID: "r2", amount: 100, lines: [], restock: false)
        #expect(run.take(more) == .noted)
    }

    @Test(
        "the storefront's cancel of a whole order and its refund give all money back once, wherever the goods are and whichever comes first",
        arguments: [false, true], [false, true])
    func cancelledAndRefunded(isRefundFirst: Bool, namesLines: Bool) throws {
        let points: [(String, (any SagaFact) -> Bool)] = [
            ("reserved", { $0 is StockReserved }), ("packed", { $0 is ParcelPacked }),
            ("on its way", { $0 is ParcelHandedOver }), ("over", { _ in false }),
        ]
        for (name, isReached) in points {
            var run = Run(Participants(floor: .manual))
            let order = Orders.make(method: .marketplace, state: .paid)
            run.take(OrderAccepted(order: order))
            run.drain(until: isReached)
            let cancel = OrderCancelledByChannel(reason: "refunded", at: order.placedAt)
            let refund = RefundedByChannel(
                externalRefundID: "r1", amount: order.total,
                lines: namesLines ? order.lines.map { LineQuantity(lineID: $0.id, quantity: $0.quantity) } : [],
                restock: false)
            if isRefundFirst {
                run.take(refund)
                run.take(cancel)
            } else {
                run.take(cancel)
                run.take(refund)
            }
            run.drain()
            #expect(run.saga.money.refunded == order.total, "\(name)")
            #expect(run.sent(RefundPayment.self).map(\.amount).reduce(0, +) <= order.total, "\(name)")
        }
    }

    @Test("the storefront's refund of units that were cancelled before was given back then")
    func refundedOfCancelledUnits() {
        var run = Run(Participants(floor: .manual))
        run.take(OrderAccepted(order: Orders.make(method: .marketplace, state: .paid)))
        run.drain { $0 is StockReserved }
        let units = [LineQuantity(lineID: "L2", quantity: 1)]
        run.take(CancelOrder(reason: "no", actor: "ada", lines: units))
        run.drain()
        let refunded = run.saga.money.refunded
        let echo = RefundedByChannel(externalRefundID: "r1", amount: refunded, lines: units, restock: true)
        #expect(run.take(echo) == .noted && run.saga.money.refunded == refunded && refunded > 0)
    }

    @Test("the storefront's refund of units, some of which have left, takes the others off and writes down the rest")
    func refundedInPart() throws {
        // The first of two sites has sent its part, the second has one unit of the first line and does not begin.
        var run = Run(
            Participants(
                sites: 2,
                override: { command in
                    guard let fulfil = command as? FulfilOrder, fulfil.allocation.lines.count == 1 else { return nil }
                    return []
                }))
        run.take(OrderAccepted(order: Orders.make(method: .marketplace, state: .paid)))
        run.drain()
        let line = try #require(run.saga.line("L1"))
        #expect(line[.released] == 1 && line[.delivered] == 2)
        let open = 1
        let due = run.saga.due
        let refund = RefundedByChannel(
            externalRefundID: "r1", amount: due / 2, lines: [LineQuantity(lineID: line.lineID, quantity: open + 1)],
            restock: true)
        run.take(refund)
        run.drain()
        #expect(run.units(.cancelled) == open)
        #expect(run.saga.money.refunded == due / 2)
        let alone = run.saga.detours.refunds.filter(\.isMoneyAlone)
        #expect(alone.map(\.amount) == [due / 2 - (due - run.saga.due)])
        #expect(alone.first?.lines.map(\.quantity) == [1])
    }

    @Test("the storefront's refund of units that left while they were to be stopped is written down all the same")
    func refundedTooLate() {
        var run = Run(
            Participants(
                floor: .manual,
                override: { command in
                    guard let cancel = command as? CancelFulfilment else { return nil }
                    return [
                        FulfilmentCancelRefused(fulfilmentOrderID: cancel.fulfilmentOrderID, state: "handed_over")
                    ]
                }))
        run.take(OrderAccepted(order: Orders.make(method: .marketplace, state: .paid)))
        run.drain { $0 is ParcelPacked }
        let refund = RefundedByChannel(
            externalRefundID: "r1", amount: 300, lines: [LineQuantity(lineID: "L2", quantity: 1)], restock: true)
        run.take(refund)
        run.drain()
        #expect(run.units(.cancelled) == 0)
        #expect(run.sent(RefundPayment.self).map(\.amount) == [300] && run.saga.money.refunded == 300)
    }

    @Test("an order that its buyer wishes to cancel waits reserved for a person, and no site hears of it")
    func buyersWish() throws {
        var order = Orders.make(method: .marketplace, state: .paid)
        order.mismatches = [Reason(code: "cancel_requested", message: "the buyer asked Amazon to cancel")]
        for isSent in [true, false] {
            var run = Run.whole(order, Participants(sites: 2))
            #expect(Set(run.saga.steps.compactMap(\.hold)) == [.cancelRequested] && run.saga.headline == .onHold)
            #expect(run.sent(ReserveStock.self).count == 1 && run.sent(FulfilOrder.self).isEmpty)
            if isSent {
                run.take(ReleaseHold(actor: "ada", reason: "she has changed her mind"))
            } else {
                run.take(CancelOrder(reason: "as she wished", actor: "ada"))
            }
            run.drain()
            #expect(run.saga.phase == (isSent ? .closed : .cancelled))
            #expect(run.units(isSent ? .delivered : .cancelled) == 4)
            #expect(run.sent(FulfilOrder.self).count == (isSent ? 2 : 0))
            Settlement.check(run)
        }
    }

    @Test("the storefront's refund that overtakes the news of the payment is kept until the money is known")
    func refundBeforePayment() {
        for method in [PaymentMethod.marketplace, .card] {
            var run = Run()
            run.take(OrderAccepted(order: Orders.make(method: method, state: .paid)))
            let money = RefundedByChannel(externalRefundID: "r1", amount: 100, lines: [], restock: false)
            run.take(money)
            run.take(money)
            #expect(run.saga.money.refunded == 0)
            run.drain()
            #expect(run.saga.money.refunded == 100, "\(method.rawValue)")
        }
    }
}
