import Contracts
import Messaging

/// What the floor tells the coordinator, in one place: each state of a fulfilment order has one reply.
enum FloorReplies {
    /// Everything is in the box.
    /// - Parameter label: that somebody outside has put on it.
    static func pack(
        _ order: inout FulfilmentOrder, measures: Packing.Measures, label: OutsideLabel? = nil, _ out: inout Outcome
    ) {
        for index in order.lines.indices {
            order.lines[index].picked = order.lines[index].due
            order.lines[index].packed = order.lines[index].due
        }
        var parcel = Packing.parcel(of: order, measures: measures)
        parcel.label = label
        let ordinal = order.packings
        order.parcel = parcel
        order.packings += 1
        order.move(to: .packed)
        out.reply(
            ParcelPacked(fulfilmentOrderID: order.id, parcel: parcel), to: order.command, subject: subject(order),
            sequence: order.version, ordinal: ordinal)
    }

    /// The site is short. It may be so several times, and each time is told.
    static func short(_ shortage: SiteShort, of order: FulfilmentOrder, _ out: inout Outcome) {
        out.reply(
            shortage, to: order.command, subject: subject(order), sequence: order.version, ordinal: Int(order.version))
    }

    /// What a cancel took off it, or that it came to nothing before it began.
    static func cancelled(
        _ order: FulfilmentOrder, _ taken: CancelledUnits, to command: CommandReference, _ out: inout Outcome
    ) {
        out.reply(
            FulfilmentCancelled(
                fulfilmentOrderID: order.id, site: order.site.isEmpty ? nil : order.site, lines: taken.lines,
                putBack: taken.putBack, remaining: order.remaining, shortages: order.shortage?.ordinal ?? 0),
            to: command, subject: subject(order), sequence: order.version)
    }

    static func picked(_ order: FulfilmentOrder, _ out: inout Outcome) {
        out.publish(
            OrderPicked(fulfilmentOrderID: order.id), orderID: order.orderID, subject: subject(order),
            sequence: order.version)
    }

    static func putBack(_ units: [AllocatedUnits], of order: FulfilmentOrder, _ out: inout Outcome) {
        guard !units.isEmpty else { return }
        out.publish(
            PutBackDone(
                fulfilmentOrderID: order.id, reservationID: order.reservationID, site: order.site, lines: units,
                isComplete: order.toPutBack == 0), orderID: order.orderID, subject: subject(order),
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
        case .short:
            if let shortage = order.shortage {
                out.reply(shortage, to: command, subject: subject(order), sequence: order.version)
            } else {
                cancelled(order, order.cancelledSoFar, to: command, &out)
            }
        case .cancelled: cancelled(order, order.cancelledSoFar, to: command, &out)
        }
    }

    static func subject(_ order: FulfilmentOrder) -> String { "fulfilment-order/\(order.id.text)" }
}
