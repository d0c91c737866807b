import Contracts
import FoundationEssentials
import Messaging

/// A site cannot send what it was allocated: what is missing is booked, what is moved is given back, and other sites send
/// it; what no other site has waits or is short, as the articles' policies say.
enum RerouteStockHandler: MessageHandler {
    typealias Store = InventoryStore

    static func keys(of message: RerouteStock, _ envelope: Envelope, into keys: inout InventoryKeys) {
        keys.reservations.insert(message.reservationID)
        keys.names.formUnion(message.lines.map(\.sku))
        keys.names.formUnion(message.moved.map(\.sku))
    }

    static func handle(
        _ message: RerouteStock, _ context: HandlerContext, _ rows: inout InventoryRows, _ out: inout Outcome
    ) throws {
        guard let known = rows.reservations[message.reservationID] else {
            throw HandlerError.park("unknown_reservation", "a site is short of a reservation that was never made")
        }
        if let shortage = message.shortageID, known.history.shortages.contains(shortage), !known.state.isOver {
            return repeatAnswer(message, known, rows, context, &out)
        }
        var change = ReservationChange(known, context)
        if let shortage = message.shortageID { change.update { $0.history.shortages.append(shortage) } }
        let moves = Self.moves(message, rows)
        var picked = change.pickedUnits(message.keep)
        var lines: [OrderedLine] = []
        for move in moves {
            lines += change.withdraw(move, message, picked: &picked, &rows, &out)
            if move.isMissing { book(move, message, known, context, &rows, &out) }
        }
        guard !known.state.isOver else {
            // A cancel came first: the count is true all the same.
            return out.reply(StockReleased(reservationID: known.id), to: context.command, sequence: known.version)
        }
        if lines.isEmpty {
            repeatAnswer(message, known, rows, context, &out)
        } else {
            change.remember(moves.filter(\.isMissing), at: message.site)
            change.placeAnew(lines, &rows, &out)
            change.update { if !$0.backorders.isEmpty { $0.command = context.command } }
            change.tell(answering: context.command, &rows, &out)
        }
        change.save(ifNothingIsHeld: .short, &rows)
    }

    /// What is to be moved of which line.
    struct Move {
        let lineID: String
        let sku: String
        let quantity: Int
        /// Whether the site has not got it, or not whole.
        let isMissing: Bool
    }

    private static func moves(_ message: RerouteStock, _ rows: InventoryRows) -> [Move] {
        func sku(_ name: String) -> String { rows.article(named: name)?.sku ?? name }
        let missing = message.lines.map { line in
            Move(
                lineID: line.lineID, sku: sku(line.sku), quantity: max(0, line.requested - line.available),
                isMissing: true)
        }
        let moved = message.moved.map { line in
            Move(lineID: line.lineID, sku: sku(line.sku), quantity: max(0, line.quantity), isMissing: false)
        }
        return (missing + moved).filter { $0.quantity > 0 }
    }

    /// Takes what is missing off the stock. Never more than nobody else was promised: whoever was will miss it in turn.
    private static func book(
        _ move: Move, _ message: RerouteStock, _ reservation: Reservation, _ context: HandlerContext,
        _ rows: inout InventoryRows, _ out: inout Outcome
    ) {
        let key = StockKey(sku: move.sku, site: message.site)
        let balance = rows.balance(at: key)
        let units = min(move.quantity, balance.onHand - balance.reserved)
        guard message.isCount || message.damaged, units > 0 else { return }
        rows.book(
            StockMovement(
                key: key, kind: message.damaged ? .quarantine : .adjust, onHand: -units, reserved: 0,
                quarantined: message.damaged ? units : 0, reference: reservation.id.text,
                orderID: reservation.orderID, messageID: context.envelope.id), &out)
    }

    /// Nothing was there to be moved: it was moved before, and what became of it is said again.
    private static func repeatAnswer(
        _ message: RerouteStock, _ reservation: Reservation, _ rows: InventoryRows, _ context: HandlerContext,
        _ out: inout Outcome
    ) {
        let left =
            reservation.lines.filter { reservation.allocationID(of: $0) == message.allocationID }.map(\.round).max()
            ?? 0
        let newer =
            left >= reservation.round ? [] : rows.allocations(of: reservation, rounds: (left + 1)...reservation.round)
        if !newer.isEmpty {
            out.reply(
                StockReserved(reservationID: reservation.id, allocations: newer), to: context.command,
                sequence: reservation.version)
        }
        if !reservation.backorders.isEmpty {
            out.reply(
                StockBackordered(
                    reservationID: reservation.id, lines: reservation.waitingLines,
                    promisedAt: reservation.backorders.compactMap(\.promisedAt).max()),
                to: context.command, sequence: reservation.version)
        } else if newer.isEmpty {
            let moved = message.moved.map {
                ShortLine(lineID: $0.lineID, sku: $0.sku, requested: $0.quantity, available: 0)
            }
            let lines = (message.lines + moved).map { inUnits($0, of: reservation, rows) }
            out.reply(
                StockShort(reservationID: reservation.id, lines: lines), to: context.command,
                sequence: reservation.version)
        }
    }

    /// Of a kit's component that the site lacks, the kits that lack it.
    private static func inUnits(
        _ line: ShortLine, of reservation: Reservation, _ rows: InventoryRows
    ) -> ShortLine {
        let sku = rows.article(named: line.sku)?.sku ?? line.sku
        let perUnit =
            reservation.lines.first { $0.lineID == line.lineID && $0.key.sku == sku }?.perUnit ?? 1
        guard perUnit > 1 else { return line }
        let units = (max(0, line.requested - line.available) + perUnit - 1) / perUnit
        return ShortLine(lineID: line.lineID, sku: line.sku, requested: units, available: 0)
    }
}
