import Contracts
import FoundationEssentials
import SagaCoordinator
import Testing

/// Three kits of two of SKU-1 and one of SKU-2, and a cup, from two sites. Units are counted by SKU-1, which S1 has.
@Suite("A component that no kit needs any more")
struct SpareComponentTests {
    private static let (first, second) = (
        UUID.v5("fulfilment/\(Orders.id.text)/S1/0"), UUID.v5("fulfilment/\(Orders.id.text)/S2/0")
    )

    /// - Parameters:
    ///   - components: of SKU-2 at S1; the others are at S2.
    ///   - isLate: whether S2 has let go of its parcel when it is asked.
    ///   - givesAllBack: whether S1 is asked for all that it has.
    private static func begun(
        components: Int, cupAt site: String = "S1", isLate: Bool = false, givesAllBack: Bool = false
    ) -> Run {
        var run = Run(
            Participants(override: { command in
                switch command {
                case let command as ReserveStock:
                    [
                        StockReserved(
                            reservationID: command.reservationID,
                            allocations: [
                                allocation(
                                    "S1", counted: 6, spare: components, hasCup: site == "S1"),
                                allocation("S2", counted: 0, spare: 3 - components, hasCup: site == "S2"),
                            ])
                    ]
                case is FulfilOrder: []
                case let command as CancelFulfilment where command.fulfilmentOrderID == first && givesAllBack:
                    [FulfilmentCancelled(fulfilmentOrderID: first, site: "S1", lines: [line("SKU-1", 6), cup])]
                case let command as CancelFulfilment
                where command.fulfilmentOrderID == first && command.articles == [line("SKU-2", 1)]:
                    [
                        FulfilmentCancelled(
                            fulfilmentOrderID: first, site: "S1", lines: command.articles,
                            remaining: [line("SKU-1", 4), line("SKU-2", components - 1), cup])
                    ]
                case let command as CancelFulfilment where command.fulfilmentOrderID == first:
                    [
                        FulfilmentCancelled(
                            fulfilmentOrderID: first, site: "S1", lines: [line("SKU-1", 2)],
                            remaining: [line("SKU-1", 4), line("SKU-2", components), cup].filter {
                                $0.quantity > 0 && ($0.lineID == "L1" || site == "S1")
                            })
                    ]
                case let command as CancelFulfilment where command.fulfilmentOrderID == second:
                    isLate
                        ? [FulfilmentCancelRefused(fulfilmentOrderID: second, state: "handed_over")]
                        : [
                            FulfilmentCancelled(
                                fulfilmentOrderID: second, site: "S2", lines: [line("SKU-2", 1)],
                                putBack: [line("SKU-2", 1)],
                                remaining: command.articles.isEmpty ? [] : [line("SKU-2", 2 - components), cup])
                        ]
                default: nil
                }
            }))
        run.take(OrderAccepted(order: Orders.make()))
        run.drain()
        return run
    }

    private static func allocation(_ site: String, counted: Int, spare: Int, hasCup: Bool) -> Allocation {
        var lines: [AllocatedLine] = []
        if counted > 0 {
            lines.append(
                AllocatedLine(
                    lineID: "L1", sku: "SKU-1", quantity: counted, units: counted / 2, perUnit: 2, bin: "A"))
        }
        if spare > 0 {
            lines.append(AllocatedLine(lineID: "L1", sku: "SKU-2", quantity: spare, units: 0, perUnit: 1, bin: "B"))
        }
        if hasCup { lines.append(AllocatedLine(lineID: "L2", sku: "CUP-1", quantity: 1, bin: "C")) }
        return Allocation(
            id: .v5(site), site: site, floor: .manual,
            shipFrom: Address(line1: "1 Dock", city: "Izmir", country: "TR"), lines: lines)
    }

    private static func line(_ sku: String, _ quantity: Int) -> ParcelLine {
        ParcelLine(lineID: "L1", sku: sku, quantity: quantity)
    }

    private static var cup: ParcelLine { ParcelLine(lineID: "L2", sku: "CUP-1", quantity: 1) }

    private static func packed(_ unit: UUID, _ site: String, _ lines: [ParcelLine]) -> ParcelPacked {
        ParcelPacked(
            fulfilmentOrderID: unit,
            parcel: Parcel(
                id: .v5("parcel of \(site)"), fulfilmentOrderID: unit, site: site, lines: lines, weight: 1, length: 1,
                width: 1, height: 1))
    }

    private static let oneKit = CancelOrder(
        reason: "no", actor: "ada", lines: [LineQuantity(lineID: "L1", quantity: 1)])

    @Test("does not leave: a site that has nothing else is stopped, and gives it back")
    func stopped() {
        var run = Self.begun(components: 2)
        run.take(Self.oneKit)
        run.drain()
        #expect(run.sent(CancelFulfilment.self).map(\.fulfilmentOrderID) == [Self.first, Self.second])
        #expect(run.sent(CancelFulfilment.self).map(\.lines) == [[LineQuantity(lineID: "L1", quantity: 1)], []])
        #expect(run.sent(ReleaseStock.self).map(\.lines) == [[Self.line("SKU-1", 2)], [Self.line("SKU-2", 1)]])
        #expect(
            run.sent(ReleaseStock.self).last?.keep == [AllocatedUnits(site: "S2", sku: "SKU-2", quantity: 1)])
        #expect(run.answers.map(\.accepted) == [true])
        run.take(Self.packed(Self.first, "S1", [Self.line("SKU-1", 4), Self.line("SKU-2", 2), Self.cup]))
        run.drain()
        #expect(run.saga.phase == .closed && run.units(.delivered) == 3 && run.units(.cancelled) == 1)
        // Whoever takes a parcel back knows what its components stand for.
        #expect(run.sent(BuyLabel.self).map { $0.parcel.lines.map(\.units) } == [[2, 0, nil]])
        Settlement.check(run)
    }

    @Test("is taken out of what a site goes on with")
    func leftOut() {
        var run = Self.begun(components: 1, cupAt: "S2")
        run.take(Self.oneKit)
        run.drain()
        let asked = run.sent(CancelFulfilment.self).last
        #expect(asked?.fulfilmentOrderID == Self.second && asked?.articles == [Self.line("SKU-2", 1)])
        #expect(asked?.lines == [LineQuantity(lineID: "L1", quantity: 0)])
        #expect(run.sent(ReleaseStock.self).map(\.lines) == [[Self.line("SKU-1", 2)], [Self.line("SKU-2", 1)]])
        run.take(Self.packed(Self.first, "S1", [Self.line("SKU-1", 4), Self.line("SKU-2", 1)]))
        run.take(Self.packed(Self.second, "S2", [Self.line("SKU-2", 1), Self.cup]))
        run.drain()
        #expect(run.saga.phase == .closed && run.units(.delivered) == 3 && run.units(.cancelled) == 1)
        Settlement.check(run)
    }

    @Test("is left out by the other site when its parcel was faster, and nobody is asked twice")
    func tooLate() {
        var run = Self.begun(components: 2, isLate: true)
        run.take(Self.oneKit)
        run.drain()
        let asked = run.sent(CancelFulfilment.self)
        #expect(asked.map(\.fulfilmentOrderID) == [Self.first, Self.second, Self.first])
        #expect(asked.map(\.articles) == [[Self.line("SKU-1", 2)], [], [Self.line("SKU-2", 1)]])
        #expect(run.saga.detours.wish == nil && run.answers.map(\.accepted) == [true])
        run.take(Self.packed(Self.first, "S1", [Self.line("SKU-1", 4), Self.line("SKU-2", 1), Self.cup]))
        run.take(Self.packed(Self.second, "S2", [Self.line("SKU-2", 1)]))
        run.drain()
        #expect(run.saga.phase == .closed && run.sent(CancelFulfilment.self).count == 3)
        Settlement.check(run)
    }

    @Test(
        "that has left goes its way as a present when all units are cancelled: the customer pays nothing, and the order ends",
        arguments: [false, true], [false, true])
    func cancelledAfterwards(hasLeft: Bool, isWhole: Bool) {
        var run = Self.begun(components: 0, isLate: true, givesAllBack: true)
        if hasLeft { Self.leave(&run) }
        let everything = [LineQuantity(lineID: "L1", quantity: 3), LineQuantity(lineID: "L2", quantity: 1)]
        run.take(CancelOrder(reason: "no", actor: "ada", lines: isWhole ? [] : everything))
        run.drain()
        let asked = run.sent(CancelFulfilment.self).map(\.fulfilmentOrderID)
        #expect(asked.count { $0 == Self.first } == 1 && asked.count { $0 == Self.second } == (hasLeft ? 0 : 1))
        #expect(run.answers.map(\.accepted) == [true] && run.answers.map(\.refund) == [4989])
        // What was authorised is let go whether the parcel has arrived or not, and the storefront hears the headline.
        #expect(run.sent(FinishPayment.self).count == 1 && run.saga.phase == (hasLeft ? .closed : .running))
        #expect(run.statuses.last == .cancelled && run.reductions.isEmpty)
        #expect(run.milestones.contains(.cancelled) && !run.milestones.contains(.partiallyCancelled))
        run.take(CancelOrder(reason: "again", actor: "ada"))
        #expect(run.answers.map(\.accepted) == [true, true])
        if !hasLeft { Self.leave(&run) }
        run.drain()
        #expect(run.saga.phase == .closed && run.statuses.last == .cancelled && run.sent(VoidLabel.self).isEmpty)
        Settlement.check(run)
    }

    @Test("that has left: what inventory finds for the rest after that is given back", arguments: [false, true])
    func cancelledWhileRerouted(isFaster: Bool) {
        var run = Self.begun(components: 0, isLate: true, givesAllBack: true)
        Self.leave(&run)
        let short = SiteShort(
            fulfilmentOrderID: Self.first, site: "S1",
            lines: [ShortLine(lineID: "L2", sku: "CUP-1", requested: 1, available: 0)],
            remaining: [Self.line("SKU-1", 6)])
        run.take(short)
        #expect(run.sent(RerouteStock.self).count == 1)
        run.take(CancelOrder(reason: "no", actor: "ada"))
        // The site's word, or inventory's, comes first.
        if isFaster { run.inbox.reverse() }
        run.drain()
        #expect(run.saga.phase == .closed && run.saga.steps.allSatisfy { !$0.isOpen && $0.hold == nil })
        let given = run.sent(ReleaseStock.self).flatMap(\.lines)
        #expect(given.filter { $0.sku == "CUP-1" }.reduce(0) { $0 + $1.quantity } == 1)
        #expect(run.answers.map(\.accepted) == [true])
    }

    private static func leave(_ run: inout Run) {
        run.take(packed(second, "S2", [line("SKU-2", 3)]))
        run.drain { $0 is ParcelHandedOver }
    }
}
