import Contracts
import Messaging

/// What the floor tells the coordinator, in one place: each state of a fulfilment order has one reply.
enum FloorReplies {
    /// Everything is in the box.
    static func pack(_ order: inout FulfilmentOrder, measures: Packing.Measures, _ out: inout Outcome) {
        for index in order.lines.indices {
            order.lines[index].picked = order.lines[index].quantity
            order.lines[index].packed = order.lines[index].quantity
        }
        let parcel = Packing.parcel(of: order, measures: measures)
        order.parcel = parcel
        order.move(to: .packed)
        out.reply(
            ParcelPacked(fulfilmentOrderID: order.id, parcel: parcel), to: order.command, subject: subject(order),
            sequence: order.version)
    }

    /// The same intent under another message id: what became of it is said again, as far as it is known.
    static func repeatReply(of order: FulfilmentOrder, to command: CommandReference, _ out: inout Outcome) {
        switch order.state {
        case .released, .picking, .picked: break
        case .packed, .handedOver:
            if let parcel = order.parcel {
                out.reply(
                    ParcelPacked(fulfilmentOrderID: order.id, parcel: parcel), to: command, subject: subject(order),
                    sequence: order.version)
            }
        case .short, .cancelled:
            out.reply(
                FulfilmentCancelled(fulfilmentOrderID: order.id), to: command, subject: subject(order),
                sequence: order.version)
        }
    }

    static func subject(_ order: FulfilmentOrder) -> String { "fulfilment-order/\(order.id.text)" }
}
