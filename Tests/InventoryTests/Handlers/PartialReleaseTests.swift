import Contracts
import FoundationEssentials
import Messaging
import Testing

@testable import Inventory

@Suite("Giving back in parts, and putting back")
struct PartialReleaseTests {
    private let order = UUID.v5("order 3")

    private func release(
        _ lines: [ParcelLine], ordinal: Int = 1, from allocation: UUID? = nil, keep: [AllocatedUnits] = [],
        on bench: inout InventoryBench
    ) throws -> Outcome {
        try bench.handle(
            ReleaseStockHandler.self,
            ReleaseStock(
                reservationID: order, reason: "cancelled", lines: lines, ordinal: ordinal, allocationID: allocation,
                keep: keep), order: order)
    }

    private func putBack(_ quantity: Int, on bench: inout InventoryBench) throws {
        try bench.handle(
            PutBackDoneHandler.self,
            PutBackDone(
                fulfilmentOrderID: .v5("fo"), reservationID: order, site: "BER",
                lines: [AllocatedUnits(site: "BER", sku: "TEA", quantity: quantity)], isComplete: false), order: order)
    }

    private let one = ParcelLine(lineID: "1", sku: "TEA", quantity: 1)

    @Test("A part is given back once per ordinal, whatever message brings it, and the rest stays held")
    func parts() throws {
        var bench = try Demo.bench([("TEA", "BER", 10)])
        try bench.reserve([("TEA", 4)], for: order)
        for _ in 1...2 {
            let reply = try release([one], on: &bench).payload(StockReleased.self)
            #expect(reply?.lines == [one] && reply?.ordinal == 1)
            #expect(bench.balance("TEA", "BER").reserved == 3)
        }
        _ = try release([one], ordinal: 2, on: &bench)
        #expect(bench.balance("TEA", "BER").reserved == 2 && bench.rows.reservations[order]?.state == .reserved)
        _ = try release([ParcelLine(lineID: "1", sku: "TEA", quantity: 2)], ordinal: 3, on: &bench)
        #expect(bench.rows.reservations[order]?.state == .released)
        bench.expectBalanced()
    }

    @Test("It is given back where the cancelled allocation was")
    func allocation() throws {
        var bench = try Demo.bench([("TEA", "BER", 2), ("TEA", "LON", 2)])
        let reply = try bench.reserve([("TEA", 4)], for: order).payload(StockReserved.self)
        let london = try #require(reply?.allocations.first { $0.site == "LON" })
        _ = try release([one], from: london.id, on: &bench)
        #expect(bench.balance("TEA", "LON").reserved == 1 && bench.balance("TEA", "BER").reserved == 2)
    }

    @Test("Picked units stay unavailable until they are put back")
    func keep() throws {
        var bench = try Demo.bench([("TEA", "BER", 4)])
        try bench.reserve([("TEA", 4)], for: order)
        let keep = [AllocatedUnits(site: "BER", sku: "TEA", quantity: 3)]
        _ = try release([], keep: keep, on: &bench)
        #expect(bench.rows.reservations[order]?.state == .puttingBack && bench.balance("TEA", "BER").available == 1)
        #expect(try bench.reserve([("TEA", 2)], for: .v5("other")).payload(StockShort.self) != nil)
        // Cancelled for good, put back or not.
        #expect(try bench.reserve([("TEA", 4)], for: order).payload(StockReleased.self) != nil)
        try putBack(1, on: &bench)
        #expect(bench.balance("TEA", "BER").available == 2 && bench.rows.reservations[order]?.state == .puttingBack)
        try putBack(2, on: &bench)
        #expect(bench.balance("TEA", "BER").available == 4 && bench.rows.reservations[order]?.state == .released)
        bench.expectBalanced()
    }

    @Test("What is put back before the release comes is not kept by it")
    func overtaken() throws {
        var bench = try Demo.bench([("TEA", "BER", 4)])
        try bench.reserve([("TEA", 4)], for: order)
        try putBack(2, on: &bench)
        #expect(bench.balance("TEA", "BER").reserved == 4)
        _ = try release([], keep: [AllocatedUnits(site: "BER", sku: "TEA", quantity: 3)], on: &bench)
        #expect(bench.balance("TEA", "BER").reserved == 1)
        try putBack(1, on: &bench)
        #expect(bench.balance("TEA", "BER").reserved == 0 && bench.rows.reservations[order]?.state == .released)
        bench.expectBalanced()
    }

    @Test("A partial release that comes before its reservation is taken off it")
    func tombstone() throws {
        var bench = try Demo.bench([("TEA", "BER", 10)])
        _ = try release([one], on: &bench)
        let reply = try bench.reserve([("TEA", 4)], for: order).payload(StockReserved.self)
        #expect(reply?.allocations[0].lines.map(\.quantity) == [3])
        bench.expectBalanced()
    }

    @Test("What waits is given back first, and a line that is sent whole goes when the rest of it is there")
    func waiting() throws {
        var bench = try Demo.bench([("TEA", "BER", 3)])
        try bench.upsert(Demo.article("TEA", policy: .backorder))
        #expect(try bench.reserve([("TEA", 4)], for: order).payload(StockReserved.self) == nil)
        let out = try release([one], on: &bench)
        #expect(try out.payload(StockReserved.self)?.allocations[0].lines.map(\.quantity) == [3])
        #expect(bench.rows.reservations[order]?.state == .reserved)
        bench.expectBalanced()
    }
}
