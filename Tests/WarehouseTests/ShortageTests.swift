import Contracts
import FoundationEssentials
import Messaging
import Testing

@testable import Warehouse

@Suite("A site that is short")
struct ShortageTests {
    private func report(_ line: String, found: Int, damaged: Bool = false) -> ReportShort {
        ReportShort(taskID: Demo.id, worker: "deniz", lineID: line, found: found, damaged: damaged)
    }

    @Test("says what is missing and sends the rest")
    func partly() throws {
        var run = FloorRun()
        try run.give(FulfilOrderHandler.self, Demo.fulfil([3, 1]))
        try run.give(ScanHandler.self, Demo.pick(0, 1, scan: "p1"))
        let said = try run.give(ReportShortHandler.self, report("0", found: 2))
        let short = try #require(try said.payloads(SiteShort.self).first)
        #expect(short.lines == [ShortLine(lineID: "0", sku: "SKU-0", requested: 3, available: 2)])
        #expect(short.remaining.map(\.quantity) == [2, 1])
        #expect(short.isCount && !short.damaged && short.code == "short_pick")
        try run.give(ScanHandler.self, Demo.pick(0, 1, scan: "p2"))
        let picked = try run.give(ScanHandler.self, Demo.pick(1, 1, scan: "p3"))
        #expect(picked.events == [OrderPicked.type])
        try run.give(ScanHandler.self, Demo.pack(0, 2, scan: "k1"))
        try run.give(ScanHandler.self, Demo.pack(1, 1, scan: "k2"))
        let packed = try run.give(CloseParcelHandler.self, Demo.close).payloads(ParcelPacked.self)
        #expect(packed.first?.parcel.lines.map(\.quantity) == [2, 1])
    }

    @Test("of everything ends the fulfilment order, and says so again to whoever asks again")
    func wholly() throws {
        var run = FloorRun()
        try run.give(FulfilOrderHandler.self, Demo.fulfil([2]))
        let short = try run.give(ReportShortHandler.self, report("0", found: 0)).payloads(SiteShort.self).first
        #expect(short?.remaining == [])
        #expect(run.rows.orders[Demo.id]?.state == .short)
        #expect(try run.give(FulfilOrderHandler.self, Demo.fulfil([2])).payloads(SiteShort.self).first == short)
    }

    @Test("believes the scanner: what is in hand is there, unless it is what is damaged")
    func inHand() throws {
        var run = FloorRun()
        try run.give(FulfilOrderHandler.self, Demo.fulfil([3]))
        try run.give(ScanHandler.self, Demo.pick(0, 2, scan: "p1"))
        let short = try run.give(ReportShortHandler.self, report("0", found: 0)).payloads(SiteShort.self)
        #expect(short.first?.lines.first?.available == 2)
        #expect(run.rows.orders[Demo.id]?.state == .picked)
        let damaged = try run.give(ReportShortHandler.self, report("0", found: 1, damaged: true))
        #expect(try damaged.payloads(SiteShort.self).first?.lines.first?.requested == 2)
        #expect(try damaged.payloads(SiteShort.self).first?.damaged == true)
        let order = try #require(run.rows.orders[Demo.id])
        #expect(order.lines[0].picked == 1 && order.lines[0].missing == 2 && order.toPutBack == 0)
    }

    @Test("counts how often it was, and a cancel says after which of them it came")
    func counted() throws {
        var run = FloorRun()
        try run.give(FulfilOrderHandler.self, Demo.fulfil([3, 1]))
        for (found, ordinal) in [(2, 1), (1, 2)] {
            let short = try run.give(ReportShortHandler.self, report("0", found: found)).payloads(SiteShort.self).first
            #expect(short?.ordinal == ordinal)
        }
        let said = try run.give(CancelFulfilmentHandler.self, Demo.cancel([LineQuantity(lineID: "1", quantity: 1)]))
        #expect(try said.payloads(FulfilmentCancelled.self).first?.shortages == 2)
    }

    @Test("is not short when everything is there, and not of what the task has not")
    func refused() throws {
        var run = FloorRun()
        try run.give(FulfilOrderHandler.self, Demo.fulfil([2]))
        for (message, code) in [(report("0", found: 2), "not_short"), (report("9", found: 0), "unknown_line")] {
            let said = try run.give(ReportShortHandler.self, message)
            #expect(try said.payloads(ScanAnswered.self).first?.reason?.code == code)
            #expect(said.events.isEmpty)
        }
    }

    @Test("because it has closed hands back what nobody has begun, and does not count it")
    func closed() throws {
        var run = FloorRun()
        try run.give(FulfilOrderHandler.self, Demo.fulfil([2, 1]))
        run.rows.unbegun["ANK"] = [Demo.id]
        let short = try run.give(SiteChangedHandler.self, SiteChanged(site: "ANK", isOpen: false))
            .payloads(SiteShort.self).first
        #expect(short?.code == "site_closed" && short?.isCount == false && short?.remaining == [])
        #expect(short?.lines.map(\.requested) == [2, 1])
        #expect(run.rows.orders[Demo.id]?.state == .short)
    }

    @Test("that has closed finishes what is in hand, and refuses what comes later")
    func closedMeanwhile() throws {
        var run = FloorRun()
        try run.give(FulfilOrderHandler.self, Demo.fulfil([2]))
        try run.give(ScanHandler.self, Demo.pick(0, 1, scan: "p1"))
        run.rows.unbegun["ANK"] = [Demo.id]
        #expect(try run.give(SiteChangedHandler.self, SiteChanged(site: "ANK", isOpen: false)).events.isEmpty)
        #expect(run.rows.orders[Demo.id]?.state == .picking)
        var late = Demo.fulfil([1])
        late.fulfilmentOrderID = .v5("late")
        let short = try run.give(FulfilOrderHandler.self, late).payloads(SiteShort.self)
        #expect(short.first?.code == "site_closed")
        try run.give(SiteChangedHandler.self, SiteChanged(site: "ANK", isOpen: true))
        late.fulfilmentOrderID = .v5("later")
        #expect(try run.give(FulfilOrderHandler.self, late).isEmpty)
    }
}
