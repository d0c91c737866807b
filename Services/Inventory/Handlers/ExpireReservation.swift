import Contracts
import FoundationEssentials
import Messaging
import WireJSON

/// A message to inventory itself: an order for which units are held should have been paid by now.
struct ExpireReservation: Command {
    static let type: MessageType = "waybill.inventory.timer.expire.v1"

    let reservationID: UUID
    let orderID: UUID

    init(_ reservation: Reservation) {
        reservationID = reservation.id
        orderID = reservation.orderID
    }

    static func timerKey(_ reservationID: UUID) -> String { "expire/\(reservationID.text)" }

    func schedule(after delay: Duration, _ out: inout Outcome) {
        out.schedule(self, key: Self.timerKey(reservationID), after: delay, orderID: orderID)
    }

    init(from json: JSONNode) throws(JSONError) {
        reservationID = try json.decode("reservationId")
        orderID = try json.decode("orderId")
    }

    func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("reservationId", reservationID)
            json.write("orderId", orderID)
        }
    }
}

/// Gives back what nobody paid for. A payment that came first has taken the mark off, and this finds nothing to do; one that
/// comes later is told that it lost.
enum ExpireReservationHandler: MessageHandler {
    typealias Store = InventoryStore

    static func keys(of message: ExpireReservation, _ envelope: Envelope, into keys: inout InventoryKeys) {
        keys.reservations.insert(message.reservationID)
    }

    static func handle(
        _ message: ExpireReservation, _ context: HandlerContext, _ rows: inout InventoryRows, _ out: inout Outcome
    ) throws {
        guard let reservation = rows.reservations[message.reservationID], reservation.history.isUnpaid,
            !reservation.state.isOver
        else { return }
        var change = ReservationChange(reservation, context)
        change.releaseAll(keep: [], &rows, &out)
        change.update { $0.reason = "expired" }
        rows.stopWaiting(reservation.id, &out)
        change.say(StockReleased(reservationID: reservation.id, reason: "expired"), answering: nil, &out)
        change.save(ifNothingIsHeld: .expired, &rows)
    }
}
