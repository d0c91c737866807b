import Contracts
import FoundationEssentials
import Messaging

/// One try at an order: all units are reserved, or none.
struct ReservationAttempt {
    let request: ReserveStock
    let orderID: UUID
    /// What is answered.
    let command: CommandReference

    func run(_ context: HandlerContext, _ rows: inout InventoryRows, _ out: inout Outcome) {
        let unknown = Set(request.lines.map(\.sku).filter { rows.article(named: $0) == nil })
        guard unknown.isEmpty else { return wait(for: unknown.sorted(), &rows, &out) }
        let demands = request.lines.map { line in
            Demand(lineID: line.lineID, sku: rows.article(named: line.sku)?.sku ?? line.sku, quantity: line.quantity)
        }
        let decision = Allocator(
            demands, to: Destination(request.destination), from: rows.candidates(for: Set(demands.map(\.sku)))
        ).decide()
        stopWaiting(&rows, &out)
        switch decision.outcome {
        case .allocated(let shares): reserve(shares, decision.explanation, context, &rows, &out)
        case .short(let lines): refuse(lines, decision.explanation, &rows, &out)
        }
    }

    private func reserve(
        _ shares: [Share], _ explanation: AllocationExplanation, _ context: HandlerContext,
        _ rows: inout InventoryRows, _ out: inout Outcome
    ) {
        var reservation = reservation(.reserved, in: rows)
        reservation.explanation = explanation
        reservation.lines = shares.map { ReservedLine(lineID: $0.lineID, key: $0.key, quantity: $0.quantity) }
        rows.reservations[reservation.id] = reservation
        for share in shares {
            rows.book(
                StockMovement(
                    key: share.key, kind: .reserve, onHand: 0, reserved: share.quantity,
                    reference: reservation.id.text, orderID: orderID, messageID: context.envelope.id), &out)
        }
        out.reply(
            StockReserved(reservationID: reservation.id, allocations: rows.allocations(of: reservation)),
            to: command, sequence: reservation.version)
    }

    private func refuse(
        _ lines: [ShortLine], _ explanation: AllocationExplanation, _ rows: inout InventoryRows,
        _ out: inout Outcome
    ) {
        var reservation = reservation(.short, in: rows)
        reservation.explanation = explanation
        rows.reservations[reservation.id] = reservation
        out.reply(
            StockShort(reservationID: reservation.id, lines: lines), to: command, sequence: reservation.version)
    }

    /// Keeps the order until the catalogue knows its articles. The catalogue wakes it up; the timer is for the import
    /// that was committed while this batch was being decided, and could not see it waiting.
    private func wait(for unknown: [String], _ rows: inout InventoryRows, _ out: inout Outcome) {
        let reservation = reservation(.waiting, in: rows)
        let attempts = (rows.waiting[request.reservationID]?.attempts ?? 0) + 1
        let isNews =
            rows.waiting[request.reservationID].map { $0.command.id != command.id || $0.unknown != unknown } ?? true
        let waiting = WaitingReservation(
            id: reservation.id, orderID: orderID, request: request, command: command, unknown: unknown,
            attempts: attempts)
        rows.reservations[reservation.id] = reservation
        rows.waiting[reservation.id] = waiting
        ResumeReservation(waiting).schedule(after: .seconds(30) * (1 << min(attempts - 1, 9)), &out)
        if isNews {
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

    private func reservation(_ state: Reservation.State, in rows: InventoryRows) -> Reservation {
        guard var reservation = rows.reservations[request.reservationID] else {
            return Reservation(id: request.reservationID, orderID: orderID, state: state, version: 1)
        }
        reservation.state = state
        reservation.version += 1
        return reservation
    }
}
