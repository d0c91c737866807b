import Contracts
import Messaging

/// Stops a fulfilment order that is not handed over, or takes units off it. One that is not known yet is cancelled in
/// advance.
enum CancelFulfilmentHandler: MessageHandler {
    typealias Store = WarehouseStore

    static func keys(of message: CancelFulfilment, _ envelope: Envelope, into keys: inout WarehouseStore.Keys) {
        keys.orders.insert(message.fulfilmentOrderID)
    }

    static func handle(
        _ message: CancelFulfilment, _ context: HandlerContext, _ rows: inout WarehouseStore.Rows,
        _ out: inout Outcome
    ) throws {
        guard var order = rows.orders[message.fulfilmentOrderID] else {
            try cancelInAdvance(message, context, &rows, &out)
            return
        }
        guard order.canBeCancelled else {
            out.reply(
                FulfilmentCancelRefused(fulfilmentOrderID: order.id, state: order.state.rawValue),
                to: context.command, subject: FloorReplies.subject(order), sequence: order.version)
            return
        }
        if order.state == .cancelled {
            FloorReplies.cancelled(order, order.cancelledSoFar, to: context.command, &out)
            return
        }
        let before = order.state
        let isInstant = order.floor == .auto && rows.autoFloorDelay == .zero
        let taken = order.cancel(message.lines, articles: message.articles, putsBackAtOnce: isInstant)
        FloorReplies.cancelled(order, taken, to: context.command, &out)
        goOn(&order, before, isInstant: isInstant, delay: rows.autoFloorDelay, hasPutBack: !taken.putBack.isEmpty, &out)
        rows.orders[order.id] = order
    }

    /// The command, when it comes, is refused. Units can only be taken off what is here.
    private static func cancelInAdvance(
        _ message: CancelFulfilment, _ context: HandlerContext, _ rows: inout WarehouseStore.Rows,
        _ out: inout Outcome
    ) throws {
        guard message.lines.isEmpty else {
            throw HandlerError.retry("unknown_fulfilment_order", "nothing is known of this fulfilment order yet")
        }
        let order = FulfilmentOrder(cancelled: message.fulfilmentOrderID, for: context.command)
        rows.orders[order.id] = order
        FloorReplies.cancelled(order, CancelledUnits(), to: context.command, &out)
    }

    /// What the floor does next: nothing, pick on, pack again what was opened, put back.
    private static func goOn(
        _ order: inout FulfilmentOrder, _ before: FulfilmentOrder.State, isInstant: Bool, delay: Duration,
        hasPutBack: Bool, _ out: inout Outcome
    ) {
        if order.state == .cancelled { out.cancelTimer(key: "auto/\(order.id.text)") }
        if before == .picking, order.state == .picked { FloorReplies.picked(order, &out) }
        guard order.floor == .auto else { return }
        if hasPutBack {
            out.schedule(AutoFloorPutBack(fulfilmentOrderID: order.id), key: "put-back/\(order.id.text)", after: delay)
        }
        guard before == .packed, order.state == .picked else { return }
        if isInstant {
            FloorReplies.pack(&order, measures: Packing.estimate(order.lines), &out)
        } else {
            out.schedule(AutoFloorDone(fulfilmentOrderID: order.id), key: "auto/\(order.id.text)", after: delay)
        }
    }
}
