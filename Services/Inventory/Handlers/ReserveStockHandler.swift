import Contracts
import Messaging

/// Reserves an order's units, or says why not. The same reservation asked for again gets its existing result.
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
        switch rows.reservations[message.reservationID]?.state {
        case .reserved, .consumed:
            guard let reservation = rows.reservations[message.reservationID] else { return }
            out.reply(
                StockReserved(reservationID: reservation.id, allocations: rows.allocations(of: reservation)),
                to: context.command, sequence: reservation.version)
        case .released:
            // A release came first and left its mark; the units will never be held.
            out.reply(
                StockReleased(reservationID: message.reservationID), to: context.command,
                sequence: rows.reservations[message.reservationID]?.version)
        case nil, .short, .waiting:
            ReservationAttempt(request: message, orderID: context.orderID, command: context.command)
                .run(context, &rows, &out)
        }
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
