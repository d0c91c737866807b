import Contracts
import FoundationEssentials
import Messaging
import Testing

@testable import Inventory

@Suite("An order that its channel has not cleared")
struct AwaitedOrderTests {
    private let order = UUID.v5("order 1")
    private let other = UUID.v5("order 2")
    private var id: UUID { ReserveStock.reservationID(of: order) }

    @Test("has its units held, and nobody is told but the shops")
    func held() throws {
        var bench = try Demo.bench([("TEA", "BER", 10)])
        let out = try hold(4, 1, &bench)
        #expect(out.messages.isEmpty && out.timerKeys.contains("expire/\(id.text)"))
        #expect(bench.balance("TEA", "BER").reserved == 4)
        #expect(try bench.reserve([("TEA", 7)], for: other).payload(StockShort.self)?.lines[0].available == 6)
        bench.expectBalanced()
    }

    @Test("is held as the newest news says, and not at all when it is awaited no more")
    func changed() throws {
        var bench = try Demo.bench([("TEA", "BER", 10)])
        try hold(4, 2, &bench)
        try hold(9, 1, &bench)
        #expect(bench.balance("TEA", "BER").reserved == 4)
        try hold(10, 3, &bench)
        #expect(bench.balance("TEA", "BER").reserved == 10)
        let out = try hold(0, 4, &bench)
        #expect(out.messages.isEmpty && out.timerKeys.contains("-expire/\(id.text)"))
        try hold(4, 3, &bench)
        #expect(bench.balance("TEA", "BER").reserved == 0)
        bench.expectBalanced()
    }

    @Test("gets the last unit that is held for it when it comes, with the lines and the address that it then has")
    func reserved() throws {
        var bench = try Demo.bench([("TEA", "BER", 2), ("TEA", "IST", 2), ("CUP", "IST", 1)])
        try hold(4, 1, &bench)
        let out = try reserve([("TEA", 2), ("CUP", 1)], &bench)
        let reply = try #require(try out.payload(StockReserved.self))
        #expect(reply.allocations.map(\.site) == ["IST"] && out.timerKeys.contains("-expire/\(id.text)"))
        #expect(reply.allocations[0].lines.map(\.quantity) == [2, 1])
        #expect(bench.balance("TEA", "BER").reserved == 0)
        // The news that overtook it finds the coordinator's reservation.
        try hold(4, 2, &bench)
        try hold(0, 3, &bench)
        #expect(try reserve([("TEA", 2), ("CUP", 1)], &bench).payload(StockReserved.self) == reply)
        bench.expectBalanced()
    }

    @Test("is given back after a while, and reserved for even so when it comes")
    func expired() throws {
        var bench = try Demo.bench([("TEA", "BER", 4)])
        try hold(4, 1, &bench)
        let reservation = try #require(bench.rows.reservations[id])
        let out = try bench.handle(ExpireReservationHandler.self, ExpireReservation(reservation), order: order)
        #expect(out.messages.isEmpty && bench.balance("TEA", "BER").reserved == 0)
        #expect(try reserve([("TEA", 4)], &bench).payload(StockReserved.self) != nil)
        bench.expectBalanced()
    }

    @Test("is quiet about what is short or unknown, and is answered when it comes")
    func short() throws {
        var bench = try Demo.bench([("TEA", "BER", 1)])
        #expect(try hold(4, 1, &bench).messages.isEmpty)
        #expect(try reserve([("TEA", 4)], &bench).payload(StockShort.self) != nil)
        var unknown = try Demo.bench([("TEA", "BER", 1)])
        #expect(try hold(1, 1, sku: "POT", &unknown).messages.isEmpty)
        #expect(try reserve([("POT", 1)], &unknown).payload(StockWaiting.self)?.unknown == ["POT"])
        try unknown.upsert(Demo.article("POT"))
        unknown.expectBalanced()
    }

    @Test("is given back by a release that overtakes the reservation, which then gets nothing")
    func released() throws {
        var bench = try Demo.bench([("TEA", "BER", 4)])
        try hold(4, 1, &bench)
        let release = ReleaseStock(reservationID: id, reason: "cancelled")
        #expect(try bench.handle(ReleaseStockHandler.self, release, order: order).payload(StockReleased.self) != nil)
        #expect(bench.balance("TEA", "BER").reserved == 0)
        #expect(try reserve([("TEA", 4)], &bench).payload(StockReleased.self) != nil)
        bench.expectBalanced()
    }

    @discardableResult
    private func hold(
        _ units: Int, _ sequence: Int64, sku: String = "TEA", _ bench: inout InventoryBench
    ) throws -> Outcome {
        let lines = units > 0 ? [ParcelLine(lineID: "1", sku: sku, quantity: units)] : []
        return try bench.handle(
            OrderAwaitedHandler.self, OrderAwaited(channel: "trendyol", lines: lines), order: order, sequence: sequence)
    }

    private func reserve(_ lines: [(sku: String, quantity: Int)], _ bench: inout InventoryBench) throws -> Outcome {
        try bench.handle(
            ReserveStockHandler.self,
            ReserveStock(
                reservationID: id, channel: "trendyol",
                lines: lines.enumerated().map {
                    ParcelLine(lineID: "\($0.offset + 1)", sku: $0.element.sku, quantity: $0.element.quantity)
                }, destination: Demo.address("TR")), order: order)
    }
}
