import Contracts
import FoundationEssentials
import Messaging
import Testing

@testable import Warehouse

@Suite("Cancel and hand-over compete for one row")
struct CancelAgainstHandOverTests {
    private let id = UUID.v5("fulfilment")

    private func envelope(_ message: some Command, _ name: String) -> Envelope {
        Envelope(
            id: .v5(name), source: "/test", type: Swift.type(of: message).type, time: Timestamp(seconds: 0),
            orderID: .v5("order"), data: Array("{}".utf8))
    }

    private func handle<Handler: MessageHandler>(
        _: Handler.Type, _ message: Handler.Payload, _ name: String, _ rows: inout WarehouseStore.Rows
    ) throws -> [MessageType] where Handler.Store == WarehouseStore, Handler.Payload: Command {
        let envelope = envelope(message, name)
        var out = Outcome(cause: envelope, service: .warehouse, now: Timestamp(seconds: 0))
        try Handler.handle(
            message, HandlerContext(envelope: envelope, now: Timestamp(seconds: 0)), &rows, &out)
        return out.messages.map(\.envelope.type)
    }

    private var fulfil: FulfilOrder {
        FulfilOrder(
            fulfilmentOrderID: id, reservationID: .v5("reservation"), number: "#1",
            allocation: Allocation(
                site: "IST", floor: .auto, shipFrom: Address(line1: "Depo 1", city: "İstanbul", country: "TR"),
                lines: [AllocatedLine(lineID: "1", sku: "SKU", quantity: 1, bin: "A")]))
    }

    private var handOver: HandOverParcel {
        HandOverParcel(
            fulfilmentOrderID: id,
            tracking: ParcelTracking(
                parcelID: .v5("parcel"), carrier: "sandbox", service: "standard", trackingNumber: "WB1"))
    }

    @Test("a hand-over that comes first wins, and the cancel is refused")
    func handOverFirst() throws {
        var rows = WarehouseStore.Rows()
        #expect(try handle(FulfilOrderHandler.self, fulfil, "1", &rows) == [ParcelPacked.type])
        #expect(try handle(HandOverParcelHandler.self, handOver, "2", &rows) == [ParcelHandedOver.type])
        let cancel = CancelFulfilment(fulfilmentOrderID: id, reason: "customer")
        #expect(try handle(CancelFulfilmentHandler.self, cancel, "3", &rows) == [FulfilmentCancelRefused.type])
        #expect(rows.orders[id]?.state == .handedOver)
    }

    @Test("a cancel that comes first wins, and the hand-over is told so")
    func cancelFirst() throws {
        var rows = WarehouseStore.Rows()
        _ = try handle(FulfilOrderHandler.self, fulfil, "1", &rows)
        let cancel = CancelFulfilment(fulfilmentOrderID: id, reason: "customer")
        #expect(try handle(CancelFulfilmentHandler.self, cancel, "2", &rows) == [FulfilmentCancelled.type])
        #expect(try handle(HandOverParcelHandler.self, handOver, "3", &rows) == [FulfilmentCancelled.type])
        #expect(rows.orders[id]?.state == .cancelled)
    }

    @Test("a cancel that comes before its command leaves a tombstone, and the command is refused")
    func tombstone() throws {
        var rows = WarehouseStore.Rows()
        let cancel = CancelFulfilment(fulfilmentOrderID: id, reason: "customer")
        #expect(try handle(CancelFulfilmentHandler.self, cancel, "1", &rows) == [FulfilmentCancelled.type])
        #expect(try handle(FulfilOrderHandler.self, fulfil, "2", &rows) == [FulfilmentCancelled.type])
        #expect(rows.orders[id]?.state == .cancelled)
    }
}
