import Contracts
import Messaging

/// Releases a fulfilment order to its floor. An automated floor without delay packs it in the same breath.
enum FulfilOrderHandler: MessageHandler {
    typealias Store = WarehouseStore

    static func keys(of message: FulfilOrder, _ envelope: Envelope, into keys: inout WarehouseStore.Keys) {
        keys.orders.insert(message.fulfilmentOrderID)
        keys.sites.insert(message.allocation.site)
    }

    static func handle(
        _ message: FulfilOrder, _ context: HandlerContext, _ rows: inout WarehouseStore.Rows, _ out: inout Outcome
    ) throws {
        if let known = rows.orders[message.fulfilmentOrderID] {
            FloorReplies.repeatReply(of: known, to: context.command, &out)
            return
        }
        var order = FulfilmentOrder(message, for: context.command)
        if rows.sites[order.site]?.isOpen == false, let shortage = order.closeSite() {
            FloorReplies.short(shortage, of: order, &out)
        } else if order.floor == .auto, rows.autoFloorDelay == .zero {
            FloorReplies.pack(&order, measures: Packing.estimate(order.lines), &out)
        } else if order.floor == .auto {
            out.schedule(
                AutoFloorDone(fulfilmentOrderID: order.id), key: "auto/\(order.id.text)", after: rows.autoFloorDelay)
        }
        rows.orders[order.id] = order
    }
}
