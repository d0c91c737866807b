import Contracts
import FoundationEssentials
import SagaCoordinator
import TestSupport
import Testing

@Suite("Paid at the door, and partly not shipped")
struct PaidAtTheDoorTests {
    private static let lines = [Orders.tea, Orders.cup, Orders.voucher]

    private static func order(_ kind: OrderKind = .standard, lines: [OrderLine] = lines) -> Order {
        Orders.make(method: .cashOnDelivery, state: .unpaid, kind: kind, lines: lines)
    }

    /// What couriers have on their labels that were not voided.
    private static func toCollect(_ run: Run) -> Int64 {
        let voided = Set(run.sent(VoidLabel.self).map(\.parcelID))
        return run.sent(BuyLabel.self).filter { !voided.contains($0.parcel.id) }.reduce(0) { $0 + $1.cashOnDelivery }
    }

    @Test("couriers collect all of it, the first parcel what is not shipped", arguments: [1, 2, 3], [true, false])
    func whole(sites: Int, isExpress: Bool) {
        let run = Run.whole(Self.order(isExpress ? .express : .standard), Participants(sites: sites))
        #expect(Self.toCollect(run) == run.saga.due && run.saga.due == 6989)
        #expect(run.sent(BuyLabel.self).first.map { $0.cashOnDelivery > 2499 } == true)
        #expect(run.saga.line("L3")?[.delivered] == 1 && run.saga.headline == .delivered)
        Settlement.check(run)
    }

    @Test("so they do for every kind of order", arguments: OrderKind.submittable)
    func kinds(kind: OrderKind) {
        var run = Run.whole(Self.order(kind))
        if kind == .pickup {
            #expect(run.saga.money.captured == 0 && run.saga.line("L3")?[.delivered] == 0)
            run.take(CollectOrder(actor: "deniz"))
            run.drain()
        } else {
            #expect(Self.toCollect(run) == 6989)
        }
        #expect(run.saga.money.captured == 6989 && run.saga.line("L3")?[.delivered] == 1)
        Settlement.check(run)
    }

    @Test("what is not shipped is given when it is paid: not before the door")
    func notBefore() {
        var run = Run()
        run.take(OrderAccepted(order: Self.order()))
        run.drain(until: { $0 is ParcelLabelled })
        #expect(run.saga.line("L3")?[.pending] == 1)
        run.drain(until: { $0 is ParcelHandedOver })
        #expect(run.saga.line("L3")?[.handedOver] == 1 && run.saga.headline == .shipped)
        run.drain()
        #expect(run.saga.line("L3")?[.delivered] == 1)
    }

    @Test("a parcel that nobody takes and pays takes with it what is not shipped")
    func refusedAtTheDoor() {
        var run = Run()
        run.take(OrderAccepted(order: Self.order()))
        run.drain(until: { $0 is ParcelHandedOver })
        run.inbox.removeAll { $0.fact is ParcelDelivered }
        guard let label = run.sent(BuyLabel.self).first, let tracking = run.saga.fulfilments.first?.tracking else {
            Issue.record("there is no parcel")
            return
        }
        run.take(ParcelReturning(parcel: label.parcel, tracking: tracking, at: run.now, order: label.order))
        run.drain()
        #expect(run.saga.line("L3")?[.cancelled] == 1 && run.units(.returnedToSender) == 4)
        #expect(run.saga.money.captured == 0 && run.saga.phase == .closed)
    }

    @Test("units that are cancelled on the way are not collected, shipped or not", arguments: ["L2", "L3"], [1, 2])
    func partly(line: String, sites: Int) {
        var run = Run(Participants(sites: sites, floor: .manual))
        run.take(OrderAccepted(order: Self.order()))
        run.drain(until: { $0 is PickingStarted })
        run.take(CancelOrder(reason: "less", actor: "ada", lines: [LineQuantity(lineID: line, quantity: 1)]))
        run.drain()
        #expect(run.answers.map(\.accepted) == [true])
        #expect(Self.toCollect(run) == (line == "L2" ? 5999 : 4989) && run.saga.due == Self.toCollect(run))
        Settlement.check(run)
    }

    @Test("once a label says what is collected, what is not shipped cannot be cancelled by itself")
    func labelled() {
        var run = Run(Participants(override: { $0 is BuyLabel ? [] : nil }))
        run.take(OrderAccepted(order: Self.order()))
        run.drain()
        run.take(CancelOrder(reason: "less", actor: "ada", lines: [LineQuantity(lineID: "L3", quantity: 1)]))
        #expect(run.answers.map(\.reason?.code) == ["paid_at_the_door"])
        run.take(CancelOrder(reason: "all", actor: "ada"))
        run.drain()
        #expect(run.answers.last?.accepted == true && run.saga.phase == .cancelled)
        Settlement.check(run)
    }

    @Test("without a parcel nobody collects: the last shipped line takes with it what is not shipped")
    func lastParcel() {
        var run = Run(Participants(floor: .manual))
        run.take(OrderAccepted(order: Self.order(lines: [Orders.cup, Orders.voucher])))
        run.drain(until: { $0 is PickingStarted })
        let cup = [LineQuantity(lineID: "L2", quantity: 1)]
        run.take(CancelOrder(reason: "less", actor: "ada", lines: cup, isPreview: true))
        run.take(CancelOrder(reason: "less", actor: "ada", lines: cup))
        run.drain()
        #expect(
            run.answers.map(\.released) == Array(repeating: cup + [LineQuantity(lineID: "L3", quantity: 1)], count: 2))
        #expect(run.answers.map(\.refund) == [3489, 3489])
        #expect(run.saga.phase == .cancelled)
        Settlement.check(run)
    }

    @Test("an order of which nothing is shipped is paid before, or expires")
    func nothingShipped() {
        var run = Run.whole(Self.order(lines: [Orders.voucher]))
        #expect(run.saga.headline == .awaitingPayment && run.commands.isEmpty)
        while run.saga.phase == .running { run.waitForTimer() }
        #expect(run.saga.phase == .expired && run.units(.delivered) == 0)
    }

    @Test("anything at any moment: what is collected is what is due")
    func anything() {
        var random = SeededGenerator()
        for round in 0..<200 {
            var run = Run(Participants(sites: Int.random(in: 1...3, using: &random), floor: .manual))
            run.take(OrderAccepted(order: Self.order()))
            var wishes = Int.random(in: 1...3, using: &random)
            while !run.inbox.isEmpty {
                if wishes > 0, Int.random(in: 0..<8, using: &random) == 0 {
                    wishes -= 1
                    let line = ["L1", "L2", "L3", nil].randomElement(using: &random) ?? nil
                    let lines = line.map { [LineQuantity(lineID: $0, quantity: $0 == "L1" ? 2 : 1)] } ?? []
                    run.take(CancelOrder(reason: "less", actor: "ada", lines: lines))
                } else {
                    let index = Int.random(in: 0..<min(3, run.inbox.count), using: &random)
                    let next = run.inbox.remove(at: index)
                    run.take(next.fact, epoch: next.epoch)
                }
            }
            Settlement.check(run, "round \(round), seed \(random.seed)")
        }
    }
}
