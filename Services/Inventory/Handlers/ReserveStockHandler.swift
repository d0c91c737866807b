import Contracts
import Messaging

/// Reserves an order's units, or says why not. The same reservation asked for again gets its existing result; asked for
/// as paid, it no longer expires.
enum ReserveStockHandler: MessageHandler {
    typealias Store = InventoryStore

    static func keys(of message: ReserveStock, _ envelope: Envelope, into keys: inout InventoryKeys) {
        keys.reservations.insert(message.reservationID)
        keys.names.formUnion(message.lines.map(\.sku))
    }

    static func handle(
        _ message: ReserveStock, _ context: HandlerContext, _ rows: inout InventoryRows, _ out: inout Outcome
    ) throws {
        try check(message.lines)
        OrderAwaitedHandler.end(message.reservationID, context, &rows, &out)
        guard let known = rows.reservations[message.reservationID], known.state != .short, known.state != .waiting
        else {
            if message.isPaid, rows.reservations[message.reservationID]?.history.isUnpaid == true {
                out.cancelTimer(key: ExpireReservation.timerKey(message.reservationID))
            }
            return ReservationAttempt(request: message, orderID: context.orderID, command: context.command)
                .run(context, &rows, &out)
        }
        switch known.state {
        case .puttingBack, .released, .expired:
            // A release came first and left its mark, or nobody paid in time: the units will never be held.
            out.reply(
                StockReleased(reservationID: known.id, reason: known.state == .expired ? "expired" : nil),
                to: context.command, sequence: known.version)
        default:
            repeatAnswer(of: confirmed(known, message, &rows, &out), to: context.command, rows, &out)
        }
    }

    /// The payment has won against the expiry, which finds nothing to do.
    private static func confirmed(
        _ known: Reservation, _ message: ReserveStock, _ rows: inout InventoryRows, _ out: inout Outcome
    ) -> Reservation {
        guard message.isPaid, known.history.isUnpaid else { return known }
        var reservation = known
        reservation.history.isUnpaid = false
        reservation.version += 1
        rows.reservations[reservation.id] = reservation
        out.cancelTimer(key: ExpireReservation.timerKey(reservation.id))
        return reservation
    }

    /// Says again all that holds: what was allocated, and what waits.
    private static func repeatAnswer(
        of reservation: Reservation, to command: CommandReference, _ rows: InventoryRows, _ out: inout Outcome
    ) {
        let allocations = rows.allocations(of: reservation)
        if !allocations.isEmpty || reservation.backorders.isEmpty {
            out.reply(
                StockReserved(reservationID: reservation.id, allocations: allocations), to: command,
                sequence: reservation.version)
        }
        guard !reservation.backorders.isEmpty else { return }
        out.reply(
            StockBackordered(
                reservationID: reservation.id, lines: reservation.waitingLines,
                promisedAt: reservation.backorders.compactMap(\.promisedAt).max()),
            to: command, sequence: reservation.version)
    }

    /// The saga sends one line per order line with its quantity; anything else is a fault of the sender's.
    private static func check(_ lines: [ParcelLine]) throws {
        guard Set(lines.map(\.lineID)).count == lines.count else {
            throw HandlerError.park("duplicate_line", "a line id comes twice in one reservation")
        }
        guard lines.allSatisfy({ (1...StockBooking.largestQuantity).contains($0.quantity) }) else {
            throw HandlerError.park("invalid_quantity", "a quantity to reserve must be positive")
        }
    }
}
