import Contracts
import Messaging

/// Stops a fulfilment order that is not handed over. One that is not known yet is cancelled in advance.
enum CancelFulfilmentHandler: MessageHandler {
    typealias Store = WarehouseStore

    static func keys(of message: CancelFulfilment, _ envelope: Envelope, into keys: inout WarehouseStore.Keys) {
        keys.orders.insert(message.fulfilmentOrderID)
    }

    static func handle(
        _ message: CancelFulfilment, _ context: HandlerContext, _ rows: inout WarehouseStore.Rows,
        _ out: inout Outcome
    ) throws {
        var order =
            rows.orders[message.fulfilmentOrderID]
            ?? FulfilmentOrder(cancelled: message.fulfilmentOrderID, for: context.command)
        guard order.canBeCancelled else {
            out.reply(
                FulfilmentCancelRefused(fulfilmentOrderID: order.id, state: order.state.rawValue),
                to: context.command, subject: FloorReplies.subject(order), sequence: order.version)
            return
        }
        if order.state != .cancelled { order.move(to: .cancelled) }
        rows.orders[order.id] = order
        out.cancelTimer(key: "auto/\(order.id.text)")
        out.reply(
            FulfilmentCancelled(fulfilmentOrderID: order.id), to: context.command,
            subject: FloorReplies.subject(order), sequence: order.version)
    }
}
