import Contracts
import Messaging

/// Gives the parcel to the carrier. From here on a cancel comes too late: whoever moves the row first has won.
enum HandOverParcelHandler: MessageHandler {
    typealias Store = WarehouseStore

    static func keys(of message: HandOverParcel, _ envelope: Envelope, into keys: inout WarehouseStore.Keys) {
        keys.orders.insert(message.fulfilmentOrderID)
    }

    static func handle(
        _ message: HandOverParcel, _ context: HandlerContext, _ rows: inout WarehouseStore.Rows,
        _ out: inout Outcome
    ) throws {
        guard var order = rows.orders[message.fulfilmentOrderID] else {
            throw HandlerError.retry("unknown_fulfilment_order", "nothing is known of this fulfilment order yet")
        }
        switch order.state {
        // What was opened for a cancel is another parcel since: this one's hand-over has lost.
        case .packed where order.packings > 1 && message.tracking.parcelID != order.parcel?.id,
            .picked where order.packings > 0, .short, .cancelled:
            FloorReplies.cancelled(order, order.cancelledSoFar, to: context.command, &out)
            return
        case .packed:
            order.tracking = message.tracking
            order.move(to: .handedOver)
            rows.orders[order.id] = order
        case .handedOver: break
        case .released, .picking, .picked:
            throw HandlerError.retry("not_packed", "the parcel is not packed: it is \(order.state.rawValue)")
        }
        guard let parcel = order.parcel, let tracking = order.tracking else { return }
        out.reply(
            ParcelHandedOver(
                fulfilmentOrderID: order.id, reservationID: order.reservationID, parcel: parcel, tracking: tracking,
                at: context.now), to: context.command, subject: FloorReplies.subject(order), sequence: order.version)
    }
}
