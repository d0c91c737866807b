import Contracts
import FoundationEssentials
import SagaCoordinator
import Testing

/// Three kits of two of SKU-1 and one of SKU-2, and a cup. Units are counted by SKU-1; what sites say comes from the test.
@Suite("A kit of which several sites send parts")
struct ScatteredKitTests {
    private static func begun(_ allocations: [Allocation]) -> Run {
        var run = Run(
            Participants(override: { command in
                switch command {
                case let command as ReserveStock:
                    [StockReserved(reservationID: command.reservationID, allocations: allocations)]
                case is FulfilOrder, is CancelFulfilment, is RerouteStock: []
                default: nil
                }
            }))
        run.take(OrderAccepted(order: Orders.make()))
        run.drain()
        return run
    }

    private static func allocation(
        _ site: String, counted: Int = 0, units: Int = 0, other: Int = 0, cup: Bool = false
    ) -> Allocation {
        let lines = [
            AllocatedLine(lineID: "L1", sku: "SKU-1", quantity: counted, units: units, perUnit: 2, bin: "A"),
            AllocatedLine(lineID: "L1", sku: "SKU-2", quantity: other, units: 0, perUnit: 1, bin: "B"),
            AllocatedLine(lineID: "L2", sku: "CUP-1", quantity: cup ? 1 : 0, bin: "C"),
        ]
        return Allocation(
            id: .v5(site), site: site, floor: .manual,
            shipFrom: Address(line1: "1 Dock", city: "Izmir", country: "TR"), lines: lines.filter { $0.quantity > 0 })
    }

    private static func lines(_ counted: Int, _ other: Int = 0, cup: Bool = false) -> [ParcelLine] {
        [
            ParcelLine(lineID: "L1", sku: "SKU-1", quantity: counted),
            ParcelLine(lineID: "L1", sku: "SKU-2", quantity: other),
            ParcelLine(lineID: "L2", sku: "CUP-1", quantity: cup ? 1 : 0),
        ].filter { $0.quantity > 0 }
    }

    private static func id(_ site: String) -> UUID { .v5("fulfilment/\(Orders.id.text)/\(site)/0") }

    private static func short(_ site: String, _ requested: Int, _ found: Int, left: [ParcelLine]) -> SiteShort {
        SiteShort(
            fulfilmentOrderID: id(site), site: site,
            lines: [ShortLine(lineID: "L1", sku: "SKU-1", requested: requested, available: found)], remaining: left,
            ordinal: 1)
    }

    private static func packed(_ site: String, _ lines: [ParcelLine]) -> ParcelPacked {
        ParcelPacked(
            fulfilmentOrderID: id(site),
            parcel: Parcel(
                id: .v5("parcel of \(site)"), fulfilmentOrderID: id(site), site: site, lines: lines, weight: 1,
                length: 1, width: 1, height: 1))
    }

    private static func cancel(_ units: Int, of line: String = "L1") -> CancelOrder {
        CancelOrder(reason: "no", actor: "ada", lines: [LineQuantity(lineID: line, quantity: units)])
    }

    @Test("is not left without what a site has for the units that another one counts")
    func partForAnother() {
        var run = Self.begun([
            Self.allocation("S1", counted: 4, units: 2, other: 3, cup: true),
            Self.allocation("S2", counted: 2, units: 1),
        ])
        run.take(Self.cancel(2))
        let asked = run.sent(CancelFulfilment.self)
        #expect(asked.map(\.fulfilmentOrderID) == [Self.id("S1")])
        #expect(asked.map(\.lines) == [[LineQuantity(lineID: "L1", quantity: 2)]])
        #expect(asked.map(\.articles) == [Self.lines(4, 2)])
        run.take(
            FulfilmentCancelled(
                fulfilmentOrderID: Self.id("S1"), site: "S1", lines: Self.lines(4, 2), putBack: Self.lines(4, 2),
                remaining: Self.lines(0, 1, cup: true)))
        run.drain()
        #expect(run.sent(ReleaseStock.self).map(\.lines) == [Self.lines(4, 2)])
        #expect(run.sent(ReleaseStock.self).first?.keep.map(\.quantity) == [4, 2])
        run.take(Self.packed("S1", Self.lines(0, 1, cup: true)))
        run.take(Self.packed("S2", Self.lines(2)))
        run.drain()
        #expect(run.saga.phase == .closed && run.units(.delivered) == 2 && run.units(.cancelled) == 2)
        Settlement.check(run)
    }

    @Test("keeps what a site has of it when all else that the site sends is cancelled")
    func otherLine() {
        var run = Self.begun([
            Self.allocation("S1", counted: 6, units: 3), Self.allocation("S2", other: 3, cup: true),
        ])
        run.take(Self.cancel(1, of: "L2"))
        #expect(run.sent(CancelFulfilment.self).map(\.fulfilmentOrderID) == [Self.id("S2")])
        #expect(run.sent(CancelFulfilment.self).map(\.lines) == [[LineQuantity(lineID: "L2", quantity: 1)]])
    }

    @Test("that does not go up in the parts of the sites loses whole kits, and no article too many")
    func uneven() {
        var run = Self.begun([Self.allocation("S1", counted: 6, units: 3, other: 3, cup: true)])
        run.take(Self.short("S1", 6, 3, left: Self.lines(3, 3, cup: true)))
        let reservation = run.saga.reservationID
        run.take(
            StockReserved(reservationID: reservation, allocations: [Self.allocation("S2", counted: 3, units: 1)]))
        run.take(Self.short("S2", 3, 2, left: Self.lines(2)))
        #expect(run.units(.pending) == 0)
        run.take(
            StockShort(
                reservationID: reservation, lines: [ShortLine(lineID: "L1", sku: "SKU-1", requested: 1, available: 0)]))
        let asked = run.sent(CancelFulfilment.self)
        #expect(asked.map(\.fulfilmentOrderID) == [Self.id("S1")])
        #expect(asked.map(\.articles) == [Self.lines(1, 1)])
        run.take(
            FulfilmentCancelled(
                fulfilmentOrderID: Self.id("S1"), site: "S1", lines: Self.lines(1, 1),
                remaining: Self.lines(2, 2, cup: true), shortages: 1))
        run.drain()
        run.take(Self.packed("S1", Self.lines(2, 2, cup: true)))
        run.take(Self.packed("S2", Self.lines(2)))
        run.drain()
        #expect(run.saga.phase == .closed && run.units(.delivered) == 3 && run.units(.cancelled) == 1)
        #expect(run.saga.money.captured == run.saga.due)
    }

    @Test("is whole when inventory counts a unit at another site than we do")
    func countedElsewhere() {
        var run = Self.begun([
            Self.allocation("S1", counted: 3, units: 1, other: 3, cup: true),
            Self.allocation("S2", counted: 3, units: 2),
        ])
        run.take(Self.short("S2", 3, 2, left: Self.lines(2)))
        #expect(run.units(.pending) == 1)
        run.take(
            StockReserved(
                reservationID: run.saga.reservationID, allocations: [Self.allocation("S3", counted: 1, units: 0)]))
        #expect(run.units(.pending) == 0)
        run.take(Self.packed("S1", Self.lines(3, 3, cup: true)))
        run.take(Self.packed("S2", Self.lines(2)))
        run.take(Self.packed("S3", Self.lines(1)))
        run.drain()
        #expect(run.saga.phase == .closed && run.units(.delivered) == 4)
        Settlement.check(run)
    }

    @Test("of which two sites lack an article of the same unit loses that unit alone")
    func sameUnit() {
        var run = Self.begun([
            Self.allocation("S1", counted: 4, units: 2, other: 3, cup: true),
            Self.allocation("S2", counted: 2, units: 1),
        ])
        run.take(Self.short("S2", 2, 1, left: Self.lines(1)))
        run.take(Self.short("S1", 4, 3, left: Self.lines(3, 3, cup: true)))
        let answer = StockShort(
            reservationID: run.saga.reservationID,
            lines: [ShortLine(lineID: "L1", sku: "SKU-1", requested: 1, available: 0)])
        run.take(answer)
        run.take(answer)
        for asked in run.sent(CancelFulfilment.self) {
            run.take(
                FulfilmentCancelled(
                    fulfilmentOrderID: asked.fulfilmentOrderID, site: "S1", lines: asked.articles,
                    remaining: Self.lines(3, 2, cup: true), shortages: 1))
        }
        run.drain()
        #expect(run.sent(CancelFulfilment.self).map(\.articles) == [Self.lines(0, 1)])
        #expect(run.units(.cancelled) == 1)
        run.take(Self.packed("S1", Self.lines(3, 2, cup: true)))
        run.take(Self.packed("S2", Self.lines(1)))
        run.drain()
        #expect(run.saga.phase == .closed && run.units(.delivered) == 3)
    }

    @Test("that has left in part when no site has the rest waits for a person, whatever it costs")
    func leftInPart() throws {
        var run = Self.begun([
            Self.allocation("S1", counted: 6, units: 3, cup: true), Self.allocation("S2", other: 3),
        ])
        run.take(Self.packed("S1", Self.lines(6, cup: true)))
        run.drain()
        run.take(
            SiteShort(
                fulfilmentOrderID: Self.id("S2"), site: "S2",
                lines: [ShortLine(lineID: "L1", sku: "SKU-2", requested: 3, available: 2)],
                remaining: Self.lines(0, 2), ordinal: 1))
        let answer = StockShort(
            reservationID: run.saga.reservationID,
            lines: [ShortLine(lineID: "L1", sku: "SKU-2", requested: 1, available: 0)])
        run.take(answer)
        #expect(run.take(answer) == .stale)
        run.take(Self.packed("S2", Self.lines(0, 2)))
        run.drain()
        #expect(run.saga.phase == .running && run.saga.headline == .onHold && run.units(.cancelled) == 0)
        let held = try #require(run.saga.steps.first { $0.hold == .kitIncomplete })
        #expect(held.reason?.message == "1 of line L1 left without SKU-2: no site has it")
        // Nobody can make it whole by trying again.
        run.take(ReleaseHold(actor: "eve", reason: "again"))
        #expect(run.sent(RerouteStock.self).count == 1 && run.saga.isOnHold)
        run.take(SkipStep(step: "reroute", unit: held.key.unit, actor: "eve", reason: "refunded in part"))
        run.drain()
        #expect(run.saga.phase == .closed)
        Settlement.check(run)
    }

    @Test("of which a count takes one component keeps the others where they are")
    func counted() {
        var run = Self.begun([Self.allocation("S1", counted: 6, units: 3, other: 3, cup: true)])
        let lost = WithdrawnUnits(
            allocationID: .v5("S1"), site: "S1", lineID: "L1", sku: "SKU-1", quantity: 2, units: 1)
        run.take(
            StockReserved(
                reservationID: run.saga.reservationID, allocations: [Self.allocation("S2", counted: 2, units: 1)],
                withdrawn: [lost]))
        #expect(run.sent(CancelFulfilment.self).map(\.articles) == [Self.lines(2)])
        run.take(
            FulfilmentCancelled(
                fulfilmentOrderID: Self.id("S1"), site: "S1", lines: Self.lines(2),
                remaining: Self.lines(4, 3, cup: true)))
        run.take(Self.packed("S1", Self.lines(4, 3, cup: true)))
        run.take(Self.packed("S2", Self.lines(2)))
        run.drain()
        #expect(run.saga.phase == .closed && run.units(.delivered) == 4)
        Settlement.check(run)
    }
}
