import Contracts
import FoundationEssentials
import Messaging
import Testing

@testable import Inventory

@Suite("Counts that leave less than is reserved")
struct CountTests {
    private let first = UUID.v5("first")
    private let second = UUID.v5("second")

    @Test(
        "The count is booked, and the newest order loses its units to another site, which it is told with what it lost")
    func rerouted() throws {
        var bench = try Demo.bench([("TEA", "BER", 10), ("TEA", "LON", 5)])
        try bench.reserve([("TEA", 5)], for: first, to: Demo.address("DE"))
        let before = try bench.reserve([("TEA", 5)], for: second, to: Demo.address("DE")).payload(StockReserved.self)
        let out = try bench.book("adjust", "TEA", "BER", -4)
        #expect(try out.payload(StockBooked.self)?.booked == 1)
        let news = try #require(try out.payload(StockReserved.self))
        #expect(news.reservationID == second && news.allocations.map(\.site) == ["LON"])
        #expect(news.allocations[0].lines.map(\.quantity) == [4])
        #expect(news.allocations[0].id != before?.allocations[0].id)
        #expect(
            news.withdrawn == [
                WithdrawnUnits(
                    allocationID: before?.allocations[0].id, site: "BER", lineID: "1", sku: "TEA", quantity: 4, units: 4
                )
            ])
        #expect(bench.balance("TEA", "BER").onHand == 6 && bench.balance("TEA", "BER").reserved == 6)
        #expect(out.messages.first { $0.envelope.type == StockReserved.type }?.envelope.sequence == 2)
        #expect(bench.rows.reservations[first]?.version == 1)
        bench.expectBalanced()
    }

    @Test("An express order keeps its units although it came last")
    func express() throws {
        var bench = try Demo.bench([("TEA", "BER", 2)])
        try bench.reserve([("TEA", 1)], for: first)
        try bench.reserve([("TEA", 1)], for: second, isExpress: true)
        let out = try bench.book("adjust", "TEA", "BER", -1)
        #expect(try out.payload(StockShort.self)?.reservationID == first)
        #expect(bench.rows.reservations[first]?.state == .short && bench.rows.reservations[second]?.state == .reserved)
        bench.expectBalanced()
    }

    @Test("Where no site has them, the units wait, and come back when goods come in")
    func backordered() throws {
        var bench = try Demo.bench([("TEA", "BER", 4)])
        try bench.upsert(Demo.article("TEA", policy: .split, leadDays: 3))
        try bench.reserve([("TEA", 4)], for: first)
        let out = try bench.book("adjust", "TEA", "BER", -3)
        let news = try #require(try out.payload(StockBackordered.self))
        #expect(news.lines == [ShortLine(lineID: "1", sku: "TEA", requested: 3, available: 0)])
        #expect(news.withdrawn.map(\.quantity) == [3] && news.promisedAt != nil)
        #expect(bench.rows.reservations[first]?.state == .backordered)
        let received = try bench.book("receive", "TEA", "LON", 5)
        #expect(received.timerKeys.contains("fill/TEA"))
        #expect(try bench.fill("TEA").payload(StockReserved.self)?.allocations[0].lines.map(\.quantity) == [3])
        #expect(bench.rows.reservations[first]?.state == .reserved)
        bench.expectBalanced()
    }

    @Test("Below zero is refused: nobody can count less than nothing")
    func belowZero() throws {
        var bench = try Demo.bench([("TEA", "BER", 4)])
        #expect(
            try bench.book("adjust", "TEA", "BER", -5).payload(StockBooked.self)?.reasons.map(\.code) == ["below_zero"])
    }

    @Test("A reservation that was not looked up makes the count wait, not the books wrong")
    func unseen() throws {
        var bench = try Demo.bench([("TEA", "BER", 4)])
        try bench.reserve([("TEA", 4)], for: first)
        bench.rows.reservations = Table()
        let error = #expect(throws: HandlerError.self) { try bench.book("adjust", "TEA", "BER", -1) }
        #expect(error?.isRetriable == true)
    }
}
