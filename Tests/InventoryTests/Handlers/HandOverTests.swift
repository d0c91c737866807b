import Contracts
import FoundationEssentials
import Messaging
import Testing

@testable import Inventory

@Suite("Goods that leave")
struct HandOverTests {
    private let order = UUID.v5("order 2")

    private func handedOver(_ quantity: Int, parcel: String = "p1", site: String = "BER") -> ParcelHandedOver {
        let id = UUID.v5(parcel)
        return ParcelHandedOver(
            fulfilmentOrderID: .v5("fo"), reservationID: order,
            parcel: Parcel(
                id: id, fulfilmentOrderID: .v5("fo"), site: site,
                lines: [ParcelLine(lineID: "1", sku: "TEA", quantity: quantity)], weight: 1, length: 1, width: 1,
                height: 1),
            tracking: ParcelTracking(parcelID: id, carrier: "sandbox", service: "standard", trackingNumber: "1"),
            at: Timestamp(seconds: 0))
    }

    @Test("A parcel takes its units off the stock and off the reservation; the last one closes it")
    func consume() throws {
        var bench = try Demo.bench([("TEA", "BER", 10)])
        try bench.reserve([("TEA", 4)], for: order)
        try bench.handle(ParcelHandedOverHandler.self, handedOver(1), order: order)
        #expect(bench.balance("TEA", "BER").onHand == 9 && bench.balance("TEA", "BER").reserved == 3)
        #expect(bench.rows.reservations[order]?.state == .reserved)
        try bench.handle(ParcelHandedOverHandler.self, handedOver(3, parcel: "p2"), order: order)
        #expect(bench.balance("TEA", "BER").onHand == 6 && bench.balance("TEA", "BER").reserved == 0)
        #expect(bench.rows.reservations[order]?.state == .consumed)
    }

    @Test("They were promised before, so that no level changes and no shop is told; what comes in is news")
    func levels() throws {
        var bench = try Demo.bench([("TEA", "BER", 10)])
        try bench.reserve([("TEA", 4)], for: order)
        try bench.handle(PublishLevelHandler.self, PublishLevel(sku: "TEA"))
        let out = try bench.handle(ParcelHandedOverHandler.self, handedOver(4), order: order)
        #expect(out.timerKeys.isEmpty && bench.balance("TEA", "BER").onHand == 6)
        #expect(try bench.book("receive", "TEA", "BER", 1).timerKeys.contains("level/TEA"))
    }

    @Test("The same parcel told twice counts once")
    func twice() throws {
        var bench = try Demo.bench([("TEA", "BER", 10)])
        try bench.reserve([("TEA", 4)], for: order)
        for _ in 1...3 { try bench.handle(ParcelHandedOverHandler.self, handedOver(4), order: order) }
        #expect(bench.balance("TEA", "BER").onHand == 6)
    }

    @Test("Units that were released before they left come off the free stock: the books follow the goods")
    func afterRelease() throws {
        var bench = try Demo.bench([("TEA", "BER", 10)])
        try bench.reserve([("TEA", 4)], for: order)
        try bench.handle(ReleaseStockHandler.self, ReleaseStock(reservationID: order, reason: "x"), order: order)
        try bench.handle(ParcelHandedOverHandler.self, handedOver(4), order: order)
        #expect(bench.balance("TEA", "BER").onHand == 6 && bench.balance("TEA", "BER").reserved == 0)
        #expect(bench.rows.reservations[order]?.state == .released)
    }

    @Test("Goods that others were promised cannot have left: a person must look")
    func promisedElsewhere() throws {
        var bench = try Demo.bench([("TEA", "BER", 4)])
        try bench.reserve([("TEA", 4)], for: order)
        try bench.handle(ReleaseStockHandler.self, ReleaseStock(reservationID: order, reason: "x"), order: order)
        try bench.reserve([("TEA", 4)], for: .v5("another"))
        #expect(throws: HandlerError.self) {
            try bench.handle(ParcelHandedOverHandler.self, handedOver(4), order: order)
        }
        #expect(bench.balance("TEA", "BER").onHand == 4)
    }
}
