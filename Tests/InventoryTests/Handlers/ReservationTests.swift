import Contracts
import FoundationEssentials
import Messaging
import Testing

@testable import Inventory

@Suite("Reserving and releasing")
struct ReservationTests {
    private let order = UUID.v5("order 1")

    @Test("A reservation names site, bin, barcode and measures, and comes off what may be promised")
    func reserved() throws {
        var bench = try Demo.bench([("TEA", "BER", 10)])
        let out = try bench.reserve([("TEA", 4)], for: order, to: Demo.address("DE"))
        let reply = try #require(try out.payload(StockReserved.self))
        #expect(reply.allocations.map(\.site) == ["BER"])
        #expect(reply.allocations[0].shipFrom.city == "BER")
        #expect(
            reply.allocations[0].lines == [
                AllocatedLine(
                    lineID: "1", sku: "TEA", title: "Article TEA", quantity: 4, bin: "A-01", barcode: "869TEA",
                    weight: 250, length: 100, width: 80, height: 40)
            ])
        #expect(bench.balance("TEA", "BER").reserved == 4)
        #expect(bench.balance("TEA", "BER").available == 6)
        #expect(out.messages[0].envelope.sequence == 1)
        #expect(bench.rows.reservations[order]?.explanation?.rule == .nearestComplete)
    }

    @Test("The same intent under a new message id gets the existing reservation and holds nothing more")
    func again() throws {
        var bench = try Demo.bench([("TEA", "BER", 10)])
        let first = try bench.reserve([("TEA", 4)], for: order)
        let second = try bench.reserve([("TEA", 4)], for: order)
        #expect(try second.payload(StockReserved.self) == first.payload(StockReserved.self))
        #expect(bench.balance("TEA", "BER").reserved == 4)
    }

    @Test("An alias of the shop's means the article")
    func alias() throws {
        var bench = try Demo.bench([("TEA", "BER", 10)])
        let out = try bench.reserve([("shopify:4711", 1)], for: order)
        #expect(try out.payload(StockReserved.self)?.allocations[0].lines[0].sku == "TEA")
    }

    @Test("What is short reserves nothing, not even the lines that are there; asked again with stock, it is reserved")
    func short() throws {
        var bench = try Demo.bench([("TEA", "BER", 10), ("CUP", "BER", 1)])
        let out = try bench.reserve([("TEA", 4), ("CUP", 2)], for: order)
        #expect(
            try out.payload(StockShort.self)?.lines == [
                ShortLine(lineID: "2", sku: "CUP", requested: 2, available: 1)
            ])
        #expect(bench.balance("TEA", "BER").reserved == 0)
        try bench.handle(
            BookStockHandler.self,
            BookStock(
                kind: "receive", reference: "DN-2", actor: "ana",
                movements: [StockMovementRequest(site: "BER", sku: "CUP", quantity: 5)]))
        #expect(try bench.reserve([("TEA", 4), ("CUP", 2)], for: order).payload(StockReserved.self) != nil)
    }

    @Test("Safety stock is never promised")
    func safety() throws {
        var bench = try Demo.bench([("TEA", "BER", 10)], safety: 3)
        #expect(try bench.reserve([("TEA", 8)], for: order).payload(StockShort.self)?.lines[0].available == 7)
        #expect(try bench.reserve([("TEA", 7)], for: order).payload(StockReserved.self) != nil)
    }

    @Test("An order with an unknown article waits, and goes on by itself when the catalogue has it")
    func waiting() throws {
        var bench = try Demo.bench([("TEA", "BER", 10)])
        let waited = try bench.reserve([("TEA", 1), ("POT", 1)], for: order)
        #expect(try waited.payload(StockWaiting.self)?.unknown == ["POT"])
        #expect(waited.timerKeys == ["resume/\(order.text)"])
        #expect(bench.balance("TEA", "BER").reserved == 0)

        let waiting = try #require(bench.rows.waiting[order])
        let upserted = try bench.handle(
            UpsertCatalogueHandler.self, UpsertCatalogue(articles: [Demo.article("POT")]))
        #expect(upserted.timerKeys.contains("resume/\(order.text)"))

        // It is known now, and out of stock: the order gets a definite answer to its own command.
        let resumed = try bench.handle(ResumeReservationHandler.self, ResumeReservation(waiting), order: order)
        #expect(try resumed.payload(StockShort.self)?.lines.map(\.sku) == ["POT"])
        #expect(resumed.messages[0].envelope.step == "reserve")
        #expect(resumed.messages[0].answers == waited.messages[0].answers)
        #expect(bench.rows.waiting[order] == nil)
    }

    @Test("A look that finds the article still unknown waits longer and says nothing new")
    func stillWaiting() throws {
        var bench = try Demo.bench([])
        try bench.reserve([("POT", 1)], for: order)
        let waiting = try #require(bench.rows.waiting[order])
        let out = try bench.handle(ResumeReservationHandler.self, ResumeReservation(waiting), order: order)
        #expect(out.messages.isEmpty)
        guard case .set(let timer) = out.timers.first else { throw HandlerError.park("test", "no timer") }
        #expect(timer.delay == .seconds(60))
    }

    @Test("A release gives back what is held, once")
    func release() throws {
        var bench = try Demo.bench([("TEA", "BER", 10)])
        try bench.reserve([("TEA", 4)], for: order)
        for _ in 1...2 {
            let out = try bench.handle(
                ReleaseStockHandler.self, ReleaseStock(reservationID: order, reason: "cancelled"), order: order)
            #expect(try out.payload(StockReleased.self) != nil)
            #expect(bench.balance("TEA", "BER").reserved == 0)
        }
        #expect(bench.rows.reservations[order]?.state == .released)
        #expect(bench.rows.ledger.map(\.kind) == [.receive, .reserve, .release])
    }

    @Test("A release that comes first leaves a tombstone: the reservation that it overtook is refused")
    func tombstone() throws {
        var bench = try Demo.bench([("TEA", "BER", 10)])
        try bench.handle(
            ReleaseStockHandler.self, ReleaseStock(reservationID: order, reason: "cancelled"), order: order)
        let late = try bench.reserve([("TEA", 4)], for: order)
        #expect(try late.payload(StockReleased.self)?.reservationID == order)
        #expect(try late.payload(StockReserved.self) == nil)
        #expect(bench.balance("TEA", "BER").reserved == 0)
    }

    @Test("A released order stops waiting")
    func releasedWhileWaiting() throws {
        var bench = try Demo.bench([])
        try bench.reserve([("POT", 1)], for: order)
        let waiting = try #require(bench.rows.waiting[order])
        let out = try bench.handle(
            ReleaseStockHandler.self, ReleaseStock(reservationID: order, reason: "cancelled"), order: order)
        #expect(out.timerKeys.contains("-resume/\(order.text)"))
        let late = try bench.handle(ResumeReservationHandler.self, ResumeReservation(waiting), order: order)
        #expect(late.messages.isEmpty && bench.rows.reservations[order]?.state == .released)
    }

    @Test("A line id that comes twice, and a quantity of nothing, are the sender's faults and parked")
    func malformed() throws {
        var bench = try Demo.bench([("TEA", "BER", 10)])
        let line = ParcelLine(lineID: "1", sku: "TEA", quantity: 1)
        for lines in [[line, line], [ParcelLine(lineID: "1", sku: "TEA", quantity: 0)]] {
            #expect(throws: HandlerError.self) {
                try bench.handle(
                    ReserveStockHandler.self, ReserveStock(reservationID: order, channel: "shopify", lines: lines))
            }
        }
    }
}
