import Contracts
import Messaging

/// Gives back what is still held, or some lines of it. A release of something unknown is kept as a tombstone, so that the
/// reservation that it overtook is refused when it comes, or is made without those lines.
enum ReleaseStockHandler: MessageHandler {
    typealias Store = InventoryStore

    static func keys(of message: ReleaseStock, _ envelope: Envelope, into keys: inout InventoryKeys) {
        keys.reservations.insert(message.reservationID)
        keys.names.formUnion(message.lines.map(\.sku))
    }

    static func handle(
        _ message: ReleaseStock, _ context: HandlerContext, _ rows: inout InventoryRows, _ out: inout Outcome
    ) throws {
        OrderAwaitedHandler.end(message.reservationID, context, &rows, &out)
        let known =
            rows.reservations[message.reservationID]
            ?? Reservation(
                id: message.reservationID, orderID: context.orderID, state: .waiting, createdAt: context.now)
        let answer = StockReleased(reservationID: known.id, lines: message.lines, ordinal: message.ordinal)
        // What the carriers have stays consumed; a second release changes nothing.
        if known.state.isOver || isRepeated(message, known) {
            return out.reply(answer, to: context.command, sequence: known.version)
        }
        var change = ReservationChange(known, context)
        if message.lines.isEmpty {
            change.releaseAll(keep: message.keep, &rows, &out)
            change.update { $0.reason = message.reason }
            rows.stopWaiting(known.id, &out)
            if known.history.isUnpaid { out.cancelTimer(key: ExpireReservation.timerKey(known.id)) }
        } else {
            release(message, &change, &rows, &out)
        }
        change.say(answer, answering: context.command, &out)
        let isTombstone = message.lines.isEmpty || known.state != .waiting && known.state != .short
        change.save(ifNothingIsHeld: isTombstone ? .released : known.state, &rows)
    }

    private static func isRepeated(_ message: ReleaseStock, _ known: Reservation) -> Bool {
        !message.lines.isEmpty && known.history.releases.contains { $0.ordinal == message.ordinal }
    }

    private static func release(
        _ message: ReleaseStock, _ change: inout ReservationChange, _ rows: inout InventoryRows, _ out: inout Outcome
    ) {
        var picked = change.pickedUnits(message.keep)
        for line in message.lines where line.quantity > 0 {
            change.release(
                line, of: rows.article(named: line.sku)?.sku ?? line.sku, from: message.allocationID, picked: &picked,
                &rows, &out)
        }
        change.update { reservation in
            reservation.history.releases.append(
                ReservationHistory.PartialRelease(ordinal: message.ordinal, lines: message.lines))
        }
        // What is left of a line that is sent whole may be all there now.
        for line in message.lines { change.tellComplete(line.lineID) }
        if change.hasNewAllocations { change.tell(answering: nil, &rows, &out) }
    }
}
