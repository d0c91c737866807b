import Contracts
import Messaging

/// The automated warehouse has everything back in its bins.
enum AutoFloorPutBackHandler: MessageHandler {
    typealias Store = WarehouseStore

    static func keys(of message: AutoFloorPutBack, _ envelope: Envelope, into keys: inout WarehouseStore.Keys) {
        keys.orders.insert(message.fulfilmentOrderID)
    }

    static func handle(
        _ message: AutoFloorPutBack, _ context: HandlerContext, _ rows: inout WarehouseStore.Rows, _ out: inout Outcome
    ) throws {
        guard var order = rows.orders[message.fulfilmentOrderID] else { return }
        let units = order.putBackEverything()
        rows.orders[order.id] = order
        FloorReplies.putBack(units, of: order, &out)
    }
}
