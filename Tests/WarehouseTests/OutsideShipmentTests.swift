import Contracts
import FoundationEssentials
import Messaging
import Testing

@testable import Warehouse

@Suite("A parcel that somebody outside has sent")
struct OutsideShipmentTests {
    private static let label = OutsideLabel(
        carrier: "USPS", service: "Priority", trackingNumber: "9405", source: "shipstation")

    private static func sent(_ lines: [LineQuantity] = [], _ number: String = "9405") -> RecordShipment {
        var label = label
        label.trackingNumber = number
        return RecordShipment(actor: "shipstation:shopify/main", label: label, lines: lines)
    }

    private static func code(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return (error as? HandlerError)?.code
        }
    }

    @Test("is packed with its label, whatever the floor had done of it, and is told once")
    func packed() throws {
        for scans in 0...2 {
            var run = FloorRun()
            try run.give(FulfilOrderHandler.self, Demo.fulfil([2, 1]))
            if scans > 0 { try run.give(ScanHandler.self, Demo.pick(0, 2, scan: "p1")) }
            if scans > 1 { try run.give(ScanHandler.self, Demo.pick(1, 1, scan: "p2")) }
            let said = try run.give(RecordShipmentHandler.self, Self.sent())
            let parcel = try #require(try said.payloads(ParcelPacked.self).first?.parcel)
            #expect(parcel.label == Self.label)
            #expect(parcel.lines.map(\.quantity) == [2, 1])
            let order = try #require(run.rows.orders[Demo.id])
            #expect(order.state == .packed && order.isPacked && order.isPicked)
            #expect(try run.give(RecordShipmentHandler.self, Self.sent()).isEmpty)
            let handed = try run.give(HandOverParcelHandler.self, Demo.handOver(parcel.id))
            #expect(try handed.payloads(ParcelHandedOver.self).first?.parcel.label == Self.label)
            #expect(try run.give(RecordShipmentHandler.self, Self.sent()).isEmpty)
        }
    }

    @Test("cannot be cancelled any more: the goods have left")
    func cancel() throws {
        var run = FloorRun()
        try run.give(FulfilOrderHandler.self, Demo.fulfil([2]))
        try run.give(RecordShipmentHandler.self, Self.sent())
        for lines in [[], [LineQuantity(lineID: "0", quantity: 1)]] {
            let said = try run.give(CancelFulfilmentHandler.self, Demo.cancel(lines))
            #expect(try said.payloads(FulfilmentCancelRefused.self).map(\.state) == ["packed"])
        }
        #expect(run.rows.orders[Demo.id]?.parcel?.label != nil)
    }

    @Test("that holds what no site has to send together is left to a person")
    func partly() throws {
        var run = FloorRun()
        try run.give(FulfilOrderHandler.self, Demo.fulfil([2, 1]))
        for lines in [
            [LineQuantity(lineID: "0", quantity: 2)], [LineQuantity(lineID: "0", quantity: 3)],
            [LineQuantity(lineID: "0", quantity: 2), LineQuantity(lineID: "1", quantity: 2)],
            [LineQuantity(lineID: "9", quantity: 1)],
        ] {
            #expect(Self.code { try run.give(RecordShipmentHandler.self, Self.sent(lines)) } == "partly_shipped")
            #expect(run.rows.orders[Demo.id]?.state == .released)
        }
        let all = [LineQuantity(lineID: "1", quantity: 1), LineQuantity(lineID: "0", quantity: 2)]
        try run.give(RecordShipmentHandler.self, Self.sent(all))
        #expect(run.rows.orders[Demo.id]?.state == .packed)
    }

    @Test("of one of two sites is that site's alone")
    func sites() throws {
        var run = FloorRun()
        var other = Demo.fulfil([9, 9, 4], site: "IST")
        other.fulfilmentOrderID = .v5("other")
        other.allocation.lines.removeFirst(2)
        try run.give(FulfilOrderHandler.self, Demo.fulfil([2, 1]))
        try run.give(FulfilOrderHandler.self, other)
        try run.give(RecordShipmentHandler.self, Self.sent([LineQuantity(lineID: "2", quantity: 4)]))
        #expect(run.rows.orders[Demo.id]?.state == .released)
        #expect(run.rows.orders[.v5("other")]?.state == .packed)
        // The other parcel of the order, with a number of its own.
        try run.give(RecordShipmentHandler.self, Self.sent([], "9406"))
        #expect(run.rows.orders[Demo.id]?.parcel?.label?.trackingNumber == "9406")
        #expect(run.rows.orders[.v5("other")]?.parcel?.label?.trackingNumber == "9405")
    }

    @Test("of an order that no site has yet waits; of one that is cancelled or packed here, a person looks at it")
    func notOpen() throws {
        var run = FloorRun()
        #expect(Self.code { try run.give(RecordShipmentHandler.self, Self.sent()) } == "not_released")
        try run.give(FulfilOrderHandler.self, Demo.fulfil([1]))
        try run.give(CancelFulfilmentHandler.self, Demo.cancel())
        #expect(Self.code { try run.give(RecordShipmentHandler.self, Self.sent()) } == "already_cancelled")
        var packed = FloorRun()
        try packed.give(FulfilOrderHandler.self, Demo.fulfil([1], floor: .auto))
        #expect(Self.code { try packed.give(RecordShipmentHandler.self, Self.sent()) } == "already_packed")
    }
}
