import Contracts
import FoundationEssentials
import Messaging
import Testing

@testable import Inventory

@Suite("A site without the goods")
struct RerouteTests {
    private let order = UUID.v5("order 4")

    private func reroute(
        _ message: (inout RerouteStock) -> Void = { _ in }, missing: Int, of allocation: Allocation,
        on bench: inout InventoryBench
    ) throws -> Outcome {
        var command = RerouteStock(
            reservationID: order, allocationID: allocation.id, site: allocation.site,
            lines: allocation.lines.map {
                ShortLine(lineID: $0.lineID, sku: $0.sku, requested: missing, available: 0)
            })
        message(&command)
        return try bench.handle(RerouteStockHandler.self, command, order: order)
    }

    private func reserved(_ quantity: Int, on bench: inout InventoryBench) throws -> Allocation {
        let reply = try bench.reserve([("TEA", quantity)], for: order, to: Demo.address("DE"))
        return try #require(try reply.payload(StockReserved.self)?.allocations.first)
    }

    @Test("What is missing comes off the stock and is allocated elsewhere; the site is not tried again")
    func elsewhere() throws {
        var bench = try Demo.bench([("TEA", "BER", 10), ("TEA", "LON", 10), ("TEA", "IST", 1)])
        let berlin = try reserved(3, on: &bench)
        let out = try reroute(missing: 2, of: berlin, on: &bench)
        let london = try #require(try out.payload(StockReserved.self)?.allocations)
        #expect(london.map(\.site) == ["LON"] && london[0].lines.map(\.quantity) == [2] && london[0].id != berlin.id)
        #expect(bench.balance("TEA", "BER").onHand == 8 && bench.balance("TEA", "BER").reserved == 1)
        let istanbul = try reroute(missing: 2, of: london[0], on: &bench).payload(StockShort.self)
        // Berlin and London have plenty, by the books; one is left that has not been tried.
        #expect(istanbul?.lines == [ShortLine(lineID: "1", sku: "TEA", requested: 2, available: 1)])
        #expect(bench.rows.ledger.filter { $0.kind == .adjust }.map(\.onHand) == [-2, -2])
        bench.expectBalanced()
    }

    @Test("The same shortage reported again books nothing more and gets the same allocations")
    func again() throws {
        var bench = try Demo.bench([("TEA", "BER", 2), ("TEA", "LON", 10)])
        let berlin = try reserved(2, on: &bench)
        let first = try reroute(missing: 2, of: berlin, on: &bench).payload(StockReserved.self)
        let second = try reroute(missing: 2, of: berlin, on: &bench).payload(StockReserved.self)
        #expect(first?.allocations == second?.allocations)
        #expect(bench.balance("TEA", "LON").reserved == 2 && bench.balance("TEA", "BER").onHand == 0)
        bench.expectBalanced()
    }

    @Test("Damaged units go to quarantine; those of a closed site stay on the books")
    func damagedOrClosed() throws {
        var bench = try Demo.bench([("TEA", "BER", 4), ("TEA", "LON", 10)])
        let berlin = try reserved(4, on: &bench)
        _ = try reroute({ $0.damaged = true }, missing: 1, of: berlin, on: &bench)
        #expect(bench.balance("TEA", "BER").onHand == 3 && bench.balance("TEA", "BER").quarantined == 1)
        _ = try reroute({ $0.isCount = false }, missing: 3, of: berlin, on: &bench)
        #expect(bench.balance("TEA", "BER").onHand == 3 && bench.balance("TEA", "BER").reserved == 0)
        #expect(bench.balance("TEA", "LON").reserved == 4)
        bench.expectBalanced()
    }

    @Test("What was there is moved along; what was picked of it stays until it is put back")
    func movedAlong() throws {
        var bench = try Demo.bench([("TEA", "BER", 5), ("CUP", "BER", 5), ("TEA", "LON", 5), ("CUP", "LON", 5)])
        let reply = try bench.reserve([("TEA", 2), ("CUP", 2)], for: order, to: Demo.address("DE"))
        let berlin = try #require(try reply.payload(StockReserved.self)?.allocations.first)
        let out = try reroute(
            {
                $0.lines.removeLast()
                $0.moved = [ParcelLine(lineID: "2", sku: "CUP", quantity: 2)]
                $0.keep = [AllocatedUnits(site: "BER", sku: "CUP", quantity: 1)]
            }, missing: 2, of: berlin, on: &bench)
        let london = try #require(try out.payload(StockReserved.self)?.allocations.first)
        #expect(london.site == "LON" && london.lines.map(\.sku) == ["TEA", "CUP"])
        #expect(bench.balance("TEA", "BER").onHand == 3 && bench.balance("TEA", "BER").reserved == 0)
        #expect(bench.balance("CUP", "BER").onHand == 5 && bench.balance("CUP", "BER").reserved == 1)
        bench.expectBalanced()
    }

    @Test("What no other site has waits where the policy says so, and is short where not")
    func nowhere() throws {
        var bench = try Demo.bench([("TEA", "BER", 3)])
        let berlin = try reserved(3, on: &bench)
        try bench.upsert(Demo.article("TEA", policy: .split))
        let out = try reroute(missing: 2, of: berlin, on: &bench)
        #expect(try out.payload(StockBackordered.self)?.lines.map(\.requested) == [2])
        // Goods at the site that was tried are not for it.
        try bench.book("receive", "TEA", "BER", 5)
        #expect(try bench.fill("TEA").messages.isEmpty)
        try bench.book("receive", "TEA", "LON", 5)
        #expect(try bench.fill("TEA").payload(StockReserved.self)?.allocations.map(\.site) == ["LON"])
        bench.expectBalanced()
    }

    @Test("A cancel that came first is told; the count is true all the same")
    func cancelled() throws {
        var bench = try Demo.bench([("TEA", "BER", 3)])
        let berlin = try reserved(3, on: &bench)
        try bench.handle(
            ReleaseStockHandler.self, ReleaseStock(reservationID: order, reason: "cancelled"), order: order)
        #expect(try reroute(missing: 2, of: berlin, on: &bench).payload(StockReleased.self) != nil)
        #expect(bench.balance("TEA", "BER").onHand == 1)
        bench.expectBalanced()
    }
}
