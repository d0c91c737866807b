import Contracts
import FoundationEssentials
import SagaCoordinator
import Testing

/// Three kits of two of SKU-1 and one of SKU-2, and a cup. Units are counted by SKU-1; the site lacks SKU-2 for one kit.
@Suite("A kit of which a component is missing")
struct IncompleteKitTests {
    private static func begun(sayShort: Bool = true) throws -> (run: Run, site: UUID) {
        var run = Run(
            Participants(override: { command in
                switch command {
                case let command as ReserveStock:
                    [StockReserved(reservationID: command.reservationID, allocations: [allocation])]
                case let command as FulfilOrder where command.allocation.site == "S1": []
                case let command as RerouteStock: sayShort ? [short(command.reservationID)] : []
                case let command as CancelFulfilment:
                    [
                        FulfilmentCancelled(
                            fulfilmentOrderID: command.fulfilmentOrderID, site: "S1",
                            lines: [ParcelLine(lineID: "L1", sku: "SKU-1", quantity: 2)], remaining: left(4))
                    ]
                default: nil
                }
            }))
        run.take(OrderAccepted(order: Orders.make()))
        run.drain()
        return (run, try #require(run.saga.fulfilments.first).id)
    }

    private static var allocation: Allocation {
        Allocation(
            id: .v5("a1"), site: "S1", floor: .manual, shipFrom: Address(line1: "1 Dock", city: "Izmir", country: "TR"),
            lines: [
                AllocatedLine(lineID: "L1", sku: "SKU-1", quantity: 6, units: 3, bin: "A"),
                AllocatedLine(lineID: "L1", sku: "SKU-2", quantity: 3, units: 0, bin: "B"),
                AllocatedLine(lineID: "L2", sku: "CUP-1", quantity: 1, bin: "C"),
            ])
    }

    private static func left(_ first: Int) -> [ParcelLine] {
        [
            ParcelLine(lineID: "L1", sku: "SKU-1", quantity: first),
            ParcelLine(lineID: "L1", sku: "SKU-2", quantity: 2), ParcelLine(lineID: "L2", sku: "CUP-1", quantity: 1),
        ]
    }

    private static func short(_ reservation: UUID) -> StockShort {
        StockShort(
            reservationID: reservation, lines: [ShortLine(lineID: "L1", sku: "SKU-2", requested: 1, available: 0)])
    }

    private static func siteShort(_ site: UUID) -> SiteShort {
        SiteShort(
            fulfilmentOrderID: site, site: "S1",
            lines: [ShortLine(lineID: "L1", sku: "SKU-2", requested: 3, available: 2)], remaining: left(6))
    }

    private static func packed(_ site: UUID, _ lines: [ParcelLine]) -> ParcelPacked {
        ParcelPacked(
            fulfilmentOrderID: site,
            parcel: Parcel(
                id: .v5("parcel of \(lines.map(\.quantity))"), fulfilmentOrderID: site, site: "S1", lines: lines,
                weight: 1, length: 1, width: 1, height: 1))
    }

    @Test("and that no site has gives its unit up, with the unit's money; the rest is sent")
    func givenUp() throws {
        var (run, site) = try Self.begun()
        run.take(Self.siteShort(site))
        run.drain()
        #expect(run.sent(CancelFulfilment.self).map(\.lines) == [[LineQuantity(lineID: "L1", quantity: 1)]])
        #expect(run.units(.cancelled) == 1)
        #expect(
            run.sent(ReleaseStock.self).map(\.lines) == [[ParcelLine(lineID: "L1", sku: "SKU-1", quantity: 2)]])
        // The same answer once more is to the same kit.
        #expect(run.take(Self.short(run.saga.reservationID)) == .stale)
        run.take(Self.packed(site, Self.left(4)))
        run.drain()
        #expect(run.saga.phase == .closed && run.units(.delivered) == 3 && run.units(.cancelled) == 1)
        #expect(run.saga.money.captured == run.saga.due)
        Settlement.check(run)
    }

    @Test("is not sent before it is known whether another site has it; then both send their part")
    func foundElsewhere() throws {
        var (run, site) = try Self.begun(sayShort: false)
        run.take(Self.siteShort(site))
        run.take(Self.packed(site, Self.left(6)))
        run.drain()
        #expect(run.sent(BuyLabel.self).isEmpty)
        var found = Self.allocation
        found.id = .v5("a2")
        found.site = "S9"
        found.floor = .auto
        found.lines = [AllocatedLine(lineID: "L1", sku: "SKU-2", quantity: 1, units: 0, bin: "D")]
        run.take(StockReserved(reservationID: run.saga.reservationID, allocations: [found]))
        run.drain()
        #expect(run.saga.phase == .closed && run.units(.delivered) == 4)
        #expect(run.sent(BuyLabel.self).count == 2)
        Settlement.check(run)
    }

    @Test("of which a unit is cancelled meanwhile loses that one, and no other")
    func cancelledMeanwhile() throws {
        var (run, site) = try Self.begun(sayShort: false)
        run.take(Self.siteShort(site))
        run.take(CancelOrder(reason: "no", actor: "ada", lines: [LineQuantity(lineID: "L1", quantity: 1)]))
        run.drain()
        // What inventory finds must be known before it is given back.
        #expect(run.answers.isEmpty)
        run.take(Self.short(run.saga.reservationID))
        run.drain()
        #expect(run.answers.map(\.accepted) == [true])
        run.take(Self.packed(site, Self.left(4)))
        run.drain()
        #expect(run.saga.phase == .closed && run.units(.delivered) == 3 && run.units(.cancelled) == 1)
        Settlement.check(run)
    }
}
