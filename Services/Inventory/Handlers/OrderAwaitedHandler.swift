import Contracts
import FoundationEssentials
import Messaging

/// Holds the units of an order that its channel has not cleared yet, under the reservation that it will have. Nobody is told: what
/// is not to be had now may be when the order comes.
enum OrderAwaitedHandler: MessageHandler {
    typealias Store = InventoryStore

    static func keys(of message: OrderAwaited, _ envelope: Envelope, into keys: inout InventoryKeys) {
        guard let order = envelope.orderID else { return }
        keys.reservations.insert(ReserveStock.reservationID(of: order))
        keys.names.formUnion(message.lines.map(\.sku))
    }

    static func handle(
        _ message: OrderAwaited, _ context: HandlerContext, _ rows: inout InventoryRows, _ out: inout Outcome
    ) throws {
        let id = ReserveStock.reservationID(of: context.orderID)
        let sequence = context.envelope.sequence ?? 0
        let known = rows.reservations[id]
        if let known {
            // The coordinator has the order by now, or newer news came first.
            guard let last = known.history.awaitedAs, sequence > last else { return }
            end(id, context, &rows, &out)
        }
        var reservation =
            rows.reservations[id]
            ?? Reservation(id: id, orderID: context.orderID, state: .released, createdAt: context.now)
        reservation.state = .released
        reservation.history.awaitedAs = sequence
        reservation.history.isUnpaid = true
        rows.reservations[id] = reservation
        let lines = message.lines.filter { (1...StockBooking.largestQuantity).contains($0.quantity) }
        guard !lines.isEmpty else { return }
        let request = ReserveStock(reservationID: id, channel: message.channel, lines: lines, isPaid: false)
        ReservationAttempt(request: request, orderID: context.orderID, command: context.command)
            .run(context, &rows, &out)
    }

    /// Gives back what is held of an awaited order, so that whoever asks for it next starts anew.
    static func end(
        _ id: UUID, _ context: HandlerContext, _ rows: inout InventoryRows, _ out: inout Outcome
    ) {
        guard let known = rows.reservations[id], known.history.isAwaited else { return }
        var change = ReservationChange(known, context)
        change.releaseAll(keep: [], &rows, &out)
        rows.stopWaiting(id, &out)
        out.cancelTimer(key: ExpireReservation.timerKey(id))
        change.update { reservation in
            reservation.history.awaitedAs = nil
            reservation.history.isUnpaid = false
            reservation.reason = nil
        }
        change.save(ifNothingIsHeld: .waiting, &rows)
    }
}
