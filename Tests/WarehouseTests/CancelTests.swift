import Contracts
import FoundationEssentials
import Messaging
import Testing

@testable import Warehouse

@Suite("A cancel before hand-over")
struct CancelTests {
    /// Brings a fulfilment order of a manual floor with lines of 2 and 1 units so far.
    private func run(to state: FulfilmentOrder.State) throws -> FloorRun {
        var run = FloorRun()
        try run.give(FulfilOrderHandler.self, Demo.fulfil([2, 1]))
        if state == .released { return run }
        try run.give(ScanHandler.self, Demo.pick(0, 1, scan: "p1"))
        if state == .picking { return run }
        try run.give(ScanHandler.self, Demo.pick(0, 1, scan: "p2"))
        try run.give(ScanHandler.self, Demo.pick(1, 1, scan: "p3"))
        if state == .picked { return run }
        try run.give(ScanHandler.self, Demo.pack(0, 2, scan: "k1"))
        try run.give(ScanHandler.self, Demo.pack(1, 1, scan: "k2"))
        try run.give(CloseParcelHandler.self, Demo.close)
        if state == .packed { return run }
        let parcel = try #require(run.rows.orders[Demo.id]?.parcel?.id)
        try run.give(HandOverParcelHandler.self, Demo.handOver(parcel))
        return run
    }

    private static let line0 = ParcelLine(lineID: "0", sku: "SKU-0", quantity: 2)
    private static let line1 = ParcelLine(lineID: "1", sku: "SKU-1", quantity: 1)

    @Test(
        "stops it in every state, and what was picked is to be put back",
        arguments: [
            (FulfilmentOrder.State.released, [0, 0]), (.picking, [1, 0]), (.picked, [2, 1]), (.packed, [2, 1]),
        ])
    func whole(state: FulfilmentOrder.State, putBack: [Int]) throws {
        var run = try run(to: state)
        let answer = try #require(
            try run.give(CancelFulfilmentHandler.self, Demo.cancel()).payloads(FulfilmentCancelled.self).first)
        #expect(answer.lines == [Self.line0, Self.line1])
        #expect(answer.putBack.reduce(0) { $0 + $1.quantity } == putBack.reduce(0, +))
        #expect(answer.remaining.isEmpty)
        #expect(answer.site == "ANK")
        let order = try #require(run.rows.orders[Demo.id])
        #expect(order.state == .cancelled)
        #expect(order.lines.map(\.toPutBack) == putBack)
    }

    @Test("is refused when the carrier has the parcel")
    func handedOver() throws {
        var run = try run(to: .handedOver)
        for lines in [[], [LineQuantity(lineID: "0", quantity: 1)]] {
            let said = try run.give(CancelFulfilmentHandler.self, Demo.cancel(lines))
            #expect(try said.payloads(FulfilmentCancelRefused.self).map(\.state) == ["handed_over"])
        }
        #expect(run.rows.orders[Demo.id]?.state == .handedOver)
    }

    @Test("takes units off a line, first those that nobody has picked, and the rest is sent")
    func partlyPicked() throws {
        var run = try run(to: .picking)
        let one = [LineQuantity(lineID: "0", quantity: 1)]
        let first = try run.give(CancelFulfilmentHandler.self, Demo.cancel(one)).payloads(FulfilmentCancelled.self)
        #expect(first.first?.putBack == [])
        #expect(first.first?.remaining == [.init(lineID: "0", sku: "SKU-0", quantity: 1), Self.line1])
        let second = try run.give(CancelFulfilmentHandler.self, Demo.cancel(one))
        let answer = try second.payloads(FulfilmentCancelled.self).first
        #expect(answer?.lines == one.map { ParcelLine(lineID: $0.lineID, sku: "SKU-0", quantity: 1) })
        #expect(answer?.putBack == answer?.lines)
        #expect(answer?.remaining == [Self.line1])
        try run.give(ScanHandler.self, Demo.pick(1, 1, scan: "rest"))
        #expect(run.rows.orders[Demo.id]?.state == .picked)
    }

    @Test("that leaves nothing to pick makes it picked")
    func nothingLeftToPick() throws {
        var run = try run(to: .picking)
        let lines = [LineQuantity(lineID: "0", quantity: 1), LineQuantity(lineID: "1", quantity: 1)]
        let said = try run.give(CancelFulfilmentHandler.self, Demo.cancel(lines))
        #expect(said.events == [FulfilmentCancelled.type, OrderPicked.type])
        #expect(run.rows.orders[Demo.id]?.state == .picked)
    }

    @Test("opens a packed parcel, which is packed again as another; the hand-over of the first has lost")
    func opensTheParcel() throws {
        var run = try run(to: .packed)
        let first = try #require(run.rows.orders[Demo.id]?.parcel?.id)
        try run.give(CancelFulfilmentHandler.self, Demo.cancel([LineQuantity(lineID: "0", quantity: 1)]))
        let lost = try run.give(HandOverParcelHandler.self, Demo.handOver(first)).payloads(FulfilmentCancelled.self)
        #expect(lost.first?.remaining == [.init(lineID: "0", sku: "SKU-0", quantity: 1), Self.line1])
        #expect(lost.first?.putBack == [.init(lineID: "0", sku: "SKU-0", quantity: 1)])
        try run.give(ScanHandler.self, Demo.pack(0, 1, scan: "k3"))
        try run.give(ScanHandler.self, Demo.pack(1, 1, scan: "k4"))
        let packed = try run.give(CloseParcelHandler.self, Demo.close).payloads(ParcelPacked.self)
        let second = try #require(packed.first?.parcel)
        #expect(second.id != first)
        #expect(second.lines.map(\.quantity) == [1, 1])
        #expect(try run.give(HandOverParcelHandler.self, Demo.handOver(first)).events == [FulfilmentCancelled.type])
        #expect(try run.give(HandOverParcelHandler.self, Demo.handOver(second.id)).events == [ParcelHandedOver.type])
    }

    @Test("on an automated floor that takes no time leaves nothing to put back, and packs the rest at once")
    func instantFloor() throws {
        var run = FloorRun()
        try run.give(FulfilOrderHandler.self, Demo.fulfil([2, 1], floor: .auto))
        let said = try run.give(CancelFulfilmentHandler.self, Demo.cancel([LineQuantity(lineID: "0", quantity: 1)]))
        #expect(said.events == [FulfilmentCancelled.type, ParcelPacked.type])
        #expect(try said.payloads(FulfilmentCancelled.self).first?.putBack == [])
        #expect(try said.payloads(ParcelPacked.self).first?.parcel.lines.map(\.quantity) == [1, 1])
    }

    @Test("on an automated floor that takes time is put back by itself")
    func slowFloor() throws {
        var run = FloorRun(autoFloorDelay: .seconds(1))
        try run.give(FulfilOrderHandler.self, Demo.fulfil([2], floor: .auto))
        #expect(try run.fireTimers().events == [ParcelPacked.type])
        let said = try run.give(CancelFulfilmentHandler.self, Demo.cancel()).payloads(FulfilmentCancelled.self)
        #expect(said.first?.putBack == [Self.line0])
        let done = try run.fireTimers().payloads(PutBackDone.self)
        #expect(done.first?.lines == [AllocatedUnits(site: "ANK", sku: "SKU-0", quantity: 2)])
        #expect(done.first?.isComplete == true)
        #expect(try run.fireTimers().isEmpty)
    }

    @Test("of one kit takes the components of one kit")
    func kits() throws {
        var request = Demo.fulfil([4, 2])
        request.allocation.lines[0].units = 2
        request.allocation.lines[1].lineID = "0"
        request.allocation.lines[1].units = 0
        var run = FloorRun()
        try run.give(FulfilOrderHandler.self, request)
        let said = try run.give(CancelFulfilmentHandler.self, Demo.cancel([LineQuantity(lineID: "0", quantity: 1)]))
        let answer = try said.payloads(FulfilmentCancelled.self).first
        #expect(answer?.lines.map(\.quantity) == [2, 1])
        #expect(answer?.remaining.map(\.quantity) == [2, 1])
    }

    @Test("of named articles takes these, of a kit of which another site has the rest")
    func articles() throws {
        var request = Demo.fulfil([3, 1])
        request.allocation.lines[0].units = 0
        var run = FloorRun()
        try run.give(FulfilOrderHandler.self, request)
        var cancel = Demo.cancel([LineQuantity(lineID: "0", quantity: 0)])
        cancel.articles = [ParcelLine(lineID: "0", sku: "SKU-0", quantity: 2)]
        let answer = try run.give(CancelFulfilmentHandler.self, cancel).payloads(FulfilmentCancelled.self).first
        #expect(answer?.lines == [ParcelLine(lineID: "0", sku: "SKU-0", quantity: 2)])
        #expect(answer?.remaining.map(\.quantity) == [1, 1])
    }

    @Test("of a kit takes the one that lacks a component")
    func incompleteKit() throws {
        var request = Demo.fulfil([4, 2])
        request.allocation.lines[0].units = 2
        request.allocation.lines[1].lineID = "0"
        request.allocation.lines[1].units = 0
        var run = FloorRun()
        try run.give(FulfilOrderHandler.self, request)
        var order = try #require(run.rows.orders[Demo.id])
        _ = try order.reportShort(lineID: "0", sku: "SKU-1", found: 1, damaged: false)
        run.rows.orders[Demo.id] = order
        let said = try run.give(CancelFulfilmentHandler.self, Demo.cancel([LineQuantity(lineID: "0", quantity: 1)]))
        let answer = try said.payloads(FulfilmentCancelled.self).first
        #expect(answer?.lines.map(\.quantity) == [2])
        #expect(answer?.remaining.map(\.quantity) == [2, 1])
    }

    @Test("makes a put-back task: the right article in the right bin, told per scan, and each scan once")
    func putBack() throws {
        var run = try run(to: .packed)
        try run.give(CancelFulfilmentHandler.self, Demo.cancel())
        let task = Floor.task(try #require(run.rows.orders[Demo.id]))
        #expect(task.stage == "put_back")
        #expect(task.lines.map(\.quantity) == [2, 1])
        for (scan, code) in [
            (Demo.putBack(0, 1, scan: "w1", bin: "A-01"), "wrong_bin"),
            (Demo.putBack(7, 1, scan: "w2"), "wrong_barcode"),
            (Demo.putBack(0, 3, scan: "w3"), "too_many"), (Demo.putBack(0, 0, scan: "w4"), "wrong_quantity"),
        ] {
            let said = try run.give(ScanHandler.self, scan)
            #expect(try said.payloads(ScanAnswered.self).first?.reason?.code == code)
            #expect(said.events.isEmpty)
        }
        let done = try run.give(ScanHandler.self, Demo.putBack(0, 2, scan: "b1")).payloads(PutBackDone.self)
        #expect(done.first?.lines == [AllocatedUnits(site: "ANK", sku: "SKU-0", quantity: 2)])
        #expect(done.first?.reservationID == Demo.reservationID)
        #expect(done.first?.isComplete == false)
        #expect(try run.give(ScanHandler.self, Demo.putBack(0, 2, scan: "b1")).events.isEmpty)
        let last = try run.give(ScanHandler.self, Demo.putBack(1, 1, scan: "b2")).payloads(PutBackDone.self)
        #expect(last.first?.isComplete == true)
    }

    @Test("of units that comes before its command waits for it")
    func unitsInAdvance() {
        var run = FloorRun()
        #expect(throws: HandlerError.self) {
            try run.give(CancelFulfilmentHandler.self, Demo.cancel([LineQuantity(lineID: "0", quantity: 1)]))
        }
        #expect(run.rows.orders[Demo.id] == nil)
    }
}
