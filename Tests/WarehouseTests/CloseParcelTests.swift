import Contracts
import FoundationEssentials
import Messaging
import Testing
import WireJSON

@testable import Warehouse

@Suite("Closing a parcel")
struct CloseParcelTests {
    private func close(weight: Int, side: Int) throws -> ScanAnswered? {
        let line = AllocatedLine(
            lineID: "1", sku: "TEA", quantity: 1, bin: "A-1", barcode: "869", weight: 100, length: 10, width: 10,
            height: 10)
        let allocation = Allocation(
            site: "ANK", floor: .manual, shipFrom: Address(line1: "Depo 1", city: "Ankara", country: "TR"),
            lines: [line])
        var order = FulfilmentOrder(
            FulfilOrder(
                fulfilmentOrderID: .v5("fulfilment"), reservationID: .v5("reservation"), number: "#1",
                allocation: allocation), for: CommandReference(id: .v5("command"), orderID: .v5("order")))
        order.move(to: .picking)
        order.move(to: .picked)
        order.lines[0].picked = 1
        order.lines[0].packed = 1
        let command = CloseParcel(
            taskID: order.id, worker: "ann", weight: weight, length: side, width: side, height: side)
        let envelope = Envelope(
            id: .v5("close"), source: "/test", type: CloseParcel.type, time: Timestamp(microseconds: 0),
            data: command.jsonBytes)
        var rows = WarehouseStore.Rows()
        rows.orders.load(order, as: order.id)
        var out = Outcome(cause: envelope, service: .warehouse, now: envelope.time)
        try CloseParcelHandler.handle(
            command, HandlerContext(envelope: envelope, now: envelope.time), &rows, &out)
        return try out.messages.first { $0.envelope.type == ScanAnswered.type }
            .map { try ScanAnswered.parse($0.envelope.data) }
    }

    @Test("takes what a parcel can weigh and measure", arguments: [(1, 1), (1_000_000, 10_000)])
    func fitting(weight: Int, side: Int) throws {
        #expect(try close(weight: weight, side: side)?.accepted == true)
    }

    @Test(
        "refuses what nothing weighs or measures, before a carrier's price is computed of it",
        arguments: [(0, 1), (1, 0), (-1, 1), (1_000_001, 1), (1, 10_001), (Int.max, 1), (1, Int.max)])
    func unfitting(weight: Int, side: Int) throws {
        let answer = try #require(try close(weight: weight, side: side))
        #expect(!answer.accepted && answer.reason?.code == "wrong_measures")
    }
}
