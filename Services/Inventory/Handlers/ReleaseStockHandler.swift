import Contracts
import Messaging

/// Gives back what is still held. A release of something unknown is kept as a tombstone, so that the reservation that
/// it overtook is refused when it comes.
enum ReleaseStockHandler: MessageHandler {
    typealias Store = InventoryStore

    static func keys(of message: ReleaseStock, _ envelope: Envelope, into keys: inout InventoryKeys) {
        keys.reservations.insert(message.reservationID)
    }

    static func handle(
        _ message: ReleaseStock, _ context: HandlerContext, _ rows: inout InventoryRows, _ out: inout Outcome
    ) throws {
        let reply = StockReleased(reservationID: message.reservationID)
        var reservation =
            rows.reservations[message.reservationID]
            ?? Reservation(id: message.reservationID, orderID: context.orderID, state: .waiting)
        // What the carriers have stays consumed; a second release changes nothing.
        if reservation.state == .released || reservation.state == .consumed {
            return out.reply(reply, to: context.command, sequence: reservation.version)
        }
        for index in reservation.lines.indices where reservation.lines[index].open > 0 {
            let line = reservation.lines[index]
            reservation.lines[index].released += line.open
            rows.book(
                StockMovement(
                    key: line.key, kind: .release, onHand: 0, reserved: -line.open, reference: reservation.id.text,
                    orderID: reservation.orderID, messageID: context.envelope.id), &out)
        }
        reservation.state = .released
        reservation.version += 1
        reservation.reason = message.reason
        rows.reservations[reservation.id] = reservation
        if rows.waiting[reservation.id] != nil {
            rows.waiting[reservation.id] = nil
            out.cancelTimer(key: ResumeReservation.timerKey(reservation.id))
        }
        out.reply(reply, to: context.command, sequence: reservation.version)
    }
}
