import Contracts
import Messaging

/// The automated warehouse is done with a task, unless it was cancelled meanwhile.
enum AutoFloorDoneHandler: MessageHandler {
    typealias Store = WarehouseStore

    static func keys(of message: AutoFloorDone, _ envelope: Envelope, into keys: inout WarehouseStore.Keys) {
        keys.orders.insert(message.fulfilmentOrderID)
    }

    static func handle(
        _ message: AutoFloorDone, _ context: HandlerContext, _ rows: inout WarehouseStore.Rows, _ out: inout Outcome
    ) throws {
        guard var order = rows.orders[message.fulfilmentOrderID], order.state == .released || order.state == .picked
        else { return }
        FloorReplies.pack(&order, measures: Packing.estimate(order.lines), &out)
        rows.orders[order.id] = order
    }
}
