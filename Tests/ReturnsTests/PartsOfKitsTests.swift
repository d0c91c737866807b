import Contracts
import FoundationEssentials
import Messaging
import Testing

@testable import Returns

/// Three kits of two teas and a cup. One parcel has all the teas and two cups, the other the third cup.
@Suite("A kit that comes in two parcels")
struct PartsOfKitsTests {
    private static let parts = [
        [
            ParcelLine(lineID: "1", sku: "TEA-100", quantity: 6, units: 3),
            ParcelLine(lineID: "1", sku: "CUP", quantity: 2, units: 0),
        ],
        [ParcelLine(lineID: "1", sku: "CUP", quantity: 1, units: 0)],
    ]

    private static var order: OrderSummary {
        var order = ReturnsFixture.paidOrder()
        order.lines[0].sku = "TEA-BOX"
        return order
    }

    private func booked(_ run: ReturnsRun) throws -> [String: Int] {
        try run.all(RestockUnits.self).flatMap(\.lines).reduce(into: [:]) { $0[$1.sku, default: 0] += $1.quantity }
    }

    @Test("and goes back to the sender is counted once, paid back once, and booked as what is in each")
    func returnedToSender() throws {
        var run = ReturnsRun(Self.order)
        for lines in Self.parts {
            let message = ReturnsFixture.delivered(order: run.order, lines: lines)
            try run.take(
                ParcelReturnedHandler.self,
                ParcelReturned(parcel: message.parcel, tracking: message.tracking, at: run.now, order: run.order))
            let id = ReturnToSender.returnID(of: message.parcel)
            // One by one: no unit is lost on the way between buckets.
            for _ in 0..<(try #require(run.rma(id)).receivedUnits) {
                _ = try run.inspect(id, [LineQuantity(lineID: "1", quantity: 1)])
                let told = try #require(try run.all(ReturnChanged.self).last)
                #expect(told.lines.reduce(0) { $0 + $1.quantity } == (lines.count > 1 ? 3 : 0))
            }
            try run.refund()
        }
        try run.restock()
        #expect(run.rows.returns.rows.allSatisfy { $0.state == .closed })
        #expect(try booked(run) == ["TEA-100": 6, "CUP": 3])
        #expect(try run.all(RefundPayment.self).reduce(0) { $0 + $1.amount } == 4980)
    }

    @Test("can be returned as often as it was sent, with all that is in it")
    func requested() throws {
        var run = ReturnsRun(Self.order)
        for lines in Self.parts { try run.deliver(lines) }
        #expect(
            try run.request([ReturnLine(lineID: "1", quantity: 4, reason: "x")]).reason?.code == "already_returned")
        let id = try #require(try run.request([ReturnLine(lineID: "1", quantity: 2, reason: "x")]).returnID)
        _ = try run.receive(id, [LineQuantity(lineID: "1", quantity: 2)])
        _ = try run.inspect(id, [LineQuantity(lineID: "1", quantity: 2)])
        #expect(try booked(run) == ["TEA-100": 4, "CUP": 2])
        #expect(run.rows.lines.rows.map(\.left).sorted() == [0, 1])
    }
}
