import Contracts
import FoundationEssentials
import Messaging

/// One try at an order: all units are reserved, or the rest waits as the articles' policies say, or nothing is held.
struct ReservationAttempt {
    let request: ReserveStock
    let orderID: UUID
    /// What is answered.
    let command: CommandReference

    func run(_ context: HandlerContext, _ rows: inout InventoryRows, _ out: inout Outcome) {
        let history = rows.reservations[request.reservationID]?.history
        // What was cancelled before there was anything to give back is not asked for.
        let wanted = request.lines.compactMap { line in
            let left = line.quantity - (history?.released(of: line.lineID) ?? 0)
            return left > 0 ? ParcelLine(lineID: line.lineID, sku: line.sku, quantity: left) : nil
        }
        let unknown = Set(wanted.map(\.sku).filter { rows.article(named: $0) == nil })
        guard unknown.isEmpty else { return wait(for: unknown.sorted(), context, &rows, &out) }
        let lines = wanted.compactMap { line in
            rows.article(named: line.sku).map {
                OrderedLine(lineID: line.lineID, article: $0, quantity: line.quantity)
            }
        }
        stopWaiting(&rows, &out)
        var change = ReservationChange(reservation(in: rows, context), context)
        guard !lines.isEmpty else { return refuseAll(&change, &rows, &out) }
        let candidates = rows.candidates(
            for: Set(lines.flatMap(\.parts).map(\.sku)), after: rows.owed(before: lines))
        let covered = Coverage.quantities(of: lines, from: candidates)
        let short = zip(lines, covered).filter { $0.quantity > $1 }
        if short.contains(where: { !$0.0.waits }) {
            return refuse(short, lines, candidates, &change, &rows, &out)
        }
        change.place(lines, covered, from: candidates, &rows, &out)
        change.tell(answering: command, &rows, &out)
        change.save(ifNothingIsHeld: .reserved, &rows)
        if change.reservation.history.isUnpaid {
            ExpireReservation(change.reservation).schedule(after: rows.unpaidHold, &out)
        }
    }

    private func refuse(
        _ short: [(OrderedLine, Int)], _ lines: [OrderedLine], _ candidates: [Candidate],
        _ change: inout ReservationChange, _ rows: inout InventoryRows, _ out: inout Outcome
    ) {
        let decision = Allocator(
            lines.flatMap(\.demands), to: change.reservation.destination, from: candidates
        ).decide()
        change.update { $0.explanation = decision.explanation }
        let answer = short.map { line, covered in
            ShortLine(lineID: line.lineID, sku: line.sku, requested: line.units, available: covered)
        }
        change.say(StockShort(reservationID: request.reservationID, lines: answer), answering: command, &out)
        change.save(ifNothingIsHeld: .short, &rows)
    }

    /// Every line was cancelled before.
    private func refuseAll(
        _ change: inout ReservationChange, _ rows: inout InventoryRows, _ out: inout Outcome
    ) {
        change.say(StockReleased(reservationID: request.reservationID), answering: command, &out)
        change.save(ifNothingIsHeld: .released, &rows)
    }

    /// Keeps the order until the catalogue knows its articles. The catalogue wakes it up; the timer is for the import
    /// that was committed while this batch was being decided, and could not see it waiting.
    private func wait(
        for unknown: [String], _ context: HandlerContext, _ rows: inout InventoryRows, _ out: inout Outcome
    ) {
        let attempts = (rows.waiting[request.reservationID]?.attempts ?? 0) + 1
        let isNews =
            rows.waiting[request.reservationID].map { $0.command.id != command.id || $0.unknown != unknown } ?? true
        var reservation = reservation(in: rows, context)
        reservation.state = .waiting
        reservation.version += 1
        let waiting = WaitingReservation(
            id: reservation.id, orderID: orderID, request: request, command: command, unknown: unknown,
            attempts: attempts)
        rows.reservations[reservation.id] = reservation
        rows.waiting[reservation.id] = waiting
        ResumeReservation(waiting).schedule(after: .seconds(30) * (1 << min(attempts - 1, 9)), &out)
        if attempts == 1, reservation.history.isUnpaid {
            ExpireReservation(reservation).schedule(after: rows.unpaidHold, &out)
        }
        if isNews, !reservation.history.isAwaited {
            out.reply(
                StockWaiting(reservationID: reservation.id, unknown: unknown), to: command,
                sequence: reservation.version, ordinal: attempts - 1)
        }
    }

    private func stopWaiting(_ rows: inout InventoryRows, _ out: inout Outcome) {
        guard rows.waiting[request.reservationID] != nil else { return }
        rows.waiting[request.reservationID] = nil
        out.cancelTimer(key: ResumeReservation.timerKey(request.reservationID))
    }

    private func reservation(in rows: InventoryRows, _ context: HandlerContext) -> Reservation {
        var reservation =
            rows.reservations[request.reservationID]
            ?? Reservation(id: request.reservationID, orderID: orderID, state: .waiting, createdAt: context.now)
        reservation.isExpress = request.isExpress
        reservation.destination = Destination(request.destination)
        reservation.command = command
        // Once paid, always paid: the message that said so may have been overtaken.
        if rows.reservations[request.reservationID] == nil { reservation.history.isUnpaid = !request.isPaid }
        if request.isPaid { reservation.history.isUnpaid = false }
        return reservation
    }
}
