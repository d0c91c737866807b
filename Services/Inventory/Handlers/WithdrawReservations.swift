import Contracts
import FoundationEssentials
import Messaging

/// Takes reservations away that the stock no longer covers, the newest first and express last, and finds other sites for
/// them at once; what no site has waits or is short.
enum WithdrawReservations {
    /// - Throws: `HandlerError`, retriable, when others have reserved since the reservations were looked up.
    static func run(
        at key: StockKey, _ context: HandlerContext, _ rows: inout InventoryRows, _ out: inout Outcome
    ) throws {
        let balance = rows.balance(at: key)
        var missing = balance.reserved - balance.onHand
        guard missing > 0 else { return }
        let holders = rows.reservations.rows
            .filter { $0.lines.contains { $0.key == key && $0.open > 0 } }.sorted(by: Reservation.isServedBefore)
        var losses: [UUID: Loss] = [:]
        // What is on its way back to its bin goes last: it is known to be there.
        for isKept in [false, true] {
            for reservation in holders.reversed() where missing > 0 {
                losses[reservation.id, default: Loss()].add(from: reservation, at: key, isKept: isKept, &missing)
            }
        }
        guard missing == 0 else {
            throw HandlerError.retry("stock_in_motion", "others have reserved \(key.sku) at \(key.site) meanwhile")
        }
        var changes: [(ReservationChange, [OrderedLine], [WithdrawnUnits])] = []
        for reservation in holders {
            guard let loss = losses[reservation.id], !loss.isEmpty else { continue }
            changes.append(take(loss, from: reservation, context, &rows, &out))
        }
        for (change, pieces, withdrawn) in changes {
            var change = change
            if !pieces.isEmpty { change.placeAnew(pieces, &rows, &out) }
            change.tell(answering: nil, withdrawn: withdrawn, &rows, &out)
            change.save(ifNothingIsHeld: pieces.isEmpty ? .released : .short, &rows)
        }
    }

    /// What one reservation loses: by the index of the line.
    private struct Loss {
        var wanted: [(index: Int, count: Int)] = []
        var kept: [(index: Int, count: Int)] = []

        var isEmpty: Bool { wanted.isEmpty && kept.isEmpty }

        mutating func add(from reservation: Reservation, at key: StockKey, isKept: Bool, _ missing: inout Int) {
            for index in reservation.lines.indices.reversed() where reservation.lines[index].key == key {
                let line = reservation.lines[index]
                let count = min(missing, isKept ? line.kept : line.wanted)
                guard count > 0 else { continue }
                missing -= count
                if isKept { kept.append((index, count)) } else { wanted.append((index, count)) }
            }
        }
    }

    private static func take(
        _ loss: Loss, from reservation: Reservation, _ context: HandlerContext, _ rows: inout InventoryRows,
        _ out: inout Outcome
    ) -> (ReservationChange, [OrderedLine], [WithdrawnUnits]) {
        var change = ReservationChange(reservation, context)
        var pieces: [OrderedLine] = []
        var withdrawn: [WithdrawnUnits] = []
        for (index, count) in loss.kept { change.endKeeping(count, at: index, &rows, &out) }
        for (index, count) in loss.wanted {
            let line = change.reservation.lines[index]
            let piece = change.takeOut(count, at: index, &rows, &out)
            pieces.append(piece)
            guard let allocation = reservation.allocationID(of: line) else { continue }
            withdrawn.append(
                WithdrawnUnits(
                    allocationID: allocation, site: line.key.site, lineID: line.lineID, sku: line.key.sku,
                    quantity: count, units: piece.units))
        }
        return (change, pieces, withdrawn)
    }
}
