import Contracts
import FoundationEssentials
import SagaCoordinator
import Testing

/// Three teas and a cup at one site, which finds one tea damaged, and then two that are not there.
@Suite("News of a site that overtake each other")
struct OvertakenShortageTests {
    private static func begun() throws -> (run: Run, site: UUID) {
        var run = Run(
            Participants(override: { command in
                (command as? FulfilOrder)?.allocation.site == "S1" || command is CancelFulfilment ? [] : nil
            }))
        run.take(OrderAccepted(order: Orders.make()))
        run.drain()
        return (run, try #require(run.saga.fulfilments.first).id)
    }

    private static func short(
        _ site: UUID, _ ordinal: Int, of requested: Int, damaged: Bool = false, left: Int
    ) -> SiteShort {
        SiteShort(
            fulfilmentOrderID: site, site: "S1",
            lines: [ShortLine(lineID: "L1", sku: "TEA-100", requested: requested, available: left)],
            code: damaged ? SiteShort.Code.damaged : SiteShort.Code.shortPick, damaged: damaged,
            remaining: remaining(left), ordinal: ordinal)
    }

    private static func remaining(_ teas: Int) -> [ParcelLine] {
        [ParcelLine(lineID: "L1", sku: "TEA-100", quantity: teas), ParcelLine(lineID: "L2", sku: "CUP-1", quantity: 1)]
            .filter { $0.quantity > 0 }
    }

    @Test("the later of two shortages waits for the one before, and each books what it is about")
    func shortages() throws {
        var (run, site) = try Self.begun()
        let first = Self.short(site, 1, of: 3, damaged: true, left: 2)
        #expect(run.take(Self.short(site, 2, of: 2, left: 0)) == .early)
        #expect(run.sent(RerouteStock.self).isEmpty)
        run.take(first)
        let reroutes = run.sent(RerouteStock.self)
        #expect(reroutes.map(\.damaged) == [true, false])
        #expect(reroutes.map { $0.lines.map { $0.requested - $0.available } } == [[1], [2]])
        #expect(reroutes.map(\.moved) == [[], []])
        #expect(run.take(first) == .stale)
        #expect(run.sent(RerouteStock.self).count == 2)
    }

    @Test("what a site lacks of everything is looked for before some of it is cancelled: what is found is given back")
    func everything() throws {
        var run = Run(Participants(override: { ($0 as? FulfilOrder)?.allocation.site == "S1" ? [] : nil }))
        run.take(OrderAccepted(order: Orders.make(lines: [Orders.tea])))
        run.drain()
        let site = try #require(run.saga.fulfilments.first).id
        let short = ShortLine(lineID: "L1", sku: "TEA-100", requested: 3, available: 0)
        run.take(SiteShort(fulfilmentOrderID: site, site: "S1", lines: [short], ordinal: 1))
        run.take(CancelOrder(reason: "no", actor: "ada", lines: [LineQuantity(lineID: "L1", quantity: 1)]))
        // Inventory has been asked for three.
        #expect(run.answers.isEmpty)
        run.drain()
        #expect(run.saga.detours.wish == nil && run.answers.count == 1)
        let released = run.sent(ReleaseStock.self).flatMap(\.lines).reduce(0) { $0 + $1.quantity }
        #expect(released == run.units(.cancelled) && run.units(.delivered) == 3 - released)
    }

    @Test("a cancel of what has not left waits to hear what inventory keeps for the rest, and gives it back")
    func backordered() throws {
        var run = Run(
            Participants(override: { command in
                guard let command = command as? ReserveStock else { return nil }
                let cup = Participants().allocate(command.lines.filter { $0.lineID == "L2" })
                return [StockReserved(reservationID: command.reservationID, allocations: cup)]
            }))
        run.take(OrderAccepted(order: Orders.make()))
        run.drain()
        #expect(run.units(.delivered) == 1 && run.units(.pending) == 3)
        run.take(CancelOrder(reason: "no", actor: "ada"))
        #expect(run.answers.isEmpty && run.units(.cancelled) == 0)
        run.take(
            StockBackordered(
                reservationID: run.saga.reservationID,
                lines: [ShortLine(lineID: "L1", sku: "TEA-100", requested: 3, available: 0)]))
        run.drain()
        #expect(run.answers.map(\.accepted) == [true])
        #expect(
            run.sent(ReleaseStock.self).map(\.lines) == [[ParcelLine(lineID: "L1", sku: "TEA-100", quantity: 3)]])
        #expect(run.saga.phase == .closed && run.units(.cancelled) == 3)
        Settlement.check(run)
    }

    @Test("what is not shipped is cancelled at once, however long the rest waits for goods", arguments: [true, false])
    func notShipped(isWhole: Bool) throws {
        var run = Run(
            Participants(override: { command in
                guard let command = command as? ReserveStock else { return nil }
                let cup = Participants().allocate(command.lines.filter { $0.lineID == "L2" })
                let tea = ShortLine(lineID: "L1", sku: "TEA-100", requested: 3, available: 0)
                return [
                    StockReserved(reservationID: command.reservationID, allocations: cup),
                    StockBackordered(reservationID: command.reservationID, lines: [tea]),
                ]
            }))
        run.take(OrderAccepted(order: Orders.make(lines: [Orders.tea, Orders.cup, Orders.voucher])))
        run.drain()
        #expect(run.units(.delivered) == 1 && run.units(.backordered) == 3 && run.units(.pending) == 1)
        let voucher = LineQuantity(lineID: "L3", quantity: 1)
        run.take(CancelOrder(reason: "no", actor: "ada", lines: isWhole ? [] : [voucher]))
        #expect(run.answers.map(\.accepted) == [true])
        #expect(run.units(.cancelled) == (isWhole ? 4 : 1))
        run.drain()
        #expect(run.saga.phase == (isWhole ? .closed : .running))
    }

    @Test("what a cancel took off waits for the shortage before it: what is damaged is not given back as good")
    func cancel() throws {
        var (run, site) = try Self.begun()
        run.take(CancelOrder(reason: "no", actor: "ada", lines: [LineQuantity(lineID: "L1", quantity: 1)]))
        let cancelled = FulfilmentCancelled(
            fulfilmentOrderID: site, site: "S1", lines: [ParcelLine(lineID: "L1", sku: "TEA-100", quantity: 1)],
            remaining: Self.remaining(1), shortages: 1)
        #expect(run.take(cancelled) == .early)
        #expect(run.answers.isEmpty && run.sent(ReleaseStock.self).isEmpty)
        run.take(Self.short(site, 1, of: 3, damaged: true, left: 2))
        run.drain()
        #expect(run.sent(RerouteStock.self).map { $0.lines.map { $0.requested - $0.available } } == [[1]])
        #expect(
            run.sent(ReleaseStock.self).map(\.lines) == [[ParcelLine(lineID: "L1", sku: "TEA-100", quantity: 1)]])
        #expect(run.answers.map(\.accepted) == [true])
        #expect(run.units(.cancelled) == 1)
    }
}
