import Contracts
import FoundationEssentials
import Messaging

extension ReservationChange {
    /// Gives back everything that is still wanted.
    /// - Parameter keep: what of it was picked.
    mutating func releaseAll(keep: [AllocatedUnits], _ rows: inout InventoryRows, _ out: inout Outcome) {
        for index in reservation.backorders.indices.reversed() {
            stopWaiting(reservation.backorders[index].quantity, at: index, &rows)
        }
        var picked = pickedUnits(keep)
        for index in reservation.lines.indices where reservation.lines[index].wanted > 0 {
            giveBack(reservation.lines[index].wanted, at: index, picked: &picked, &rows, &out)
        }
    }

    /// Gives back some units of an order line: first those of one allocation, then what waits, then what nobody was told of,
    /// then the newest.
    /// - Parameters:
    ///   - line: its SKU is the article's, or the kit's whose components are held.
    ///   - sku: the article that its SKU means.
    ///   - picked: what stays unavailable; what is kept is taken off.
    mutating func release(
        _ line: ParcelLine, of sku: String, from allocationID: UUID?, picked: inout [StockKey: Int],
        _ rows: inout InventoryRows, _ out: inout Outcome
    ) {
        var left = line.quantity
        if let allocationID {
            left -= giveBack(line, sku, left, picked: &picked, &rows, &out) { $1.allocationID(of: $0) == allocationID }
        }
        left -= stopWaiting(line, sku, upTo: left, &rows)
        left -= giveBack(line, sku, left, picked: &picked, &rows, &out) { line, _ in line.round == 0 }
        let keys = Set(picked.filter { $0.value > 0 }.keys)
        if !keys.isEmpty {
            left -= giveBack(line, sku, left, picked: &picked, &rows, &out) { line, _ in keys.contains(line.key) }
        }
        _ = giveBack(line, sku, left, picked: &picked, &rows, &out) { _, _ in true }
    }

    /// What was picked, less what was put back before it was said to be kept.
    mutating func pickedUnits(_ keep: [AllocatedUnits]) -> [StockKey: Int] {
        var picked: [StockKey: Int] = [:]
        for units in keep { picked[StockKey(sku: units.sku, site: units.site), default: 0] += units.quantity }
        update { reservation in
            for index in reservation.history.putBack.indices {
                let units = reservation.history.putBack[index]
                let key = StockKey(sku: units.sku, site: units.site)
                let early = min(units.quantity, picked[key] ?? 0)
                guard early > 0 else { continue }
                picked[key, default: 0] -= early
                reservation.history.putBack[index].quantity -= early
            }
            reservation.history.putBack.removeAll { $0.quantity == 0 }
        }
        return picked
    }

    /// - Returns: how many units stopped waiting.
    private mutating func stopWaiting(
        _ line: ParcelLine, _ sku: String, upTo limit: Int, _ rows: inout InventoryRows
    ) -> Int {
        guard limit > 0,
            let index = reservation.backorders.firstIndex(where: { $0.lineID == line.lineID && $0.sku == sku })
        else { return 0 }
        let count = min(limit, reservation.backorders[index].quantity)
        stopWaiting(count, at: index, &rows)
        return count
    }

    /// Gives back up to so many of what matches, the newest first; of a kit, of each component what so many kits take.
    /// - Returns: how many of the line's SKU.
    private mutating func giveBack(
        _ line: ParcelLine, _ sku: String, _ count: Int, picked: inout [StockKey: Int], _ rows: inout InventoryRows,
        _ out: inout Outcome, where matches: (ReservedLine, Reservation) -> Bool
    ) -> Int {
        guard count > 0 else { return 0 }
        let own = reservation.lines.indices.filter {
            let held = reservation.lines[$0]
            return held.lineID == line.lineID && held.wanted > 0 && matches(held, reservation)
        }
        let isArticle = own.contains { reservation.lines[$0].key.sku == sku }
        var given = 0
        for part in Set(own.map { reservation.lines[$0].key.sku }).sorted() where !isArticle || part == sku {
            let perUnit =
                isArticle
                ? 1 : reservation.lines.first { $0.lineID == line.lineID && $0.key.sku == part }?.perUnit ?? 1
            var left = count * perUnit
            for index in own.reversed() where reservation.lines[index].key.sku == part && left > 0 {
                let units = min(left, reservation.lines[index].wanted)
                giveBack(units, at: index, picked: &picked, &rows, &out)
                left -= units
            }
            given = max(given, (count * perUnit - left) / perUnit)
        }
        return given
    }

    private mutating func giveBack(
        _ count: Int, at index: Int, picked: inout [StockKey: Int], _ rows: inout InventoryRows, _ out: inout Outcome
    ) {
        let key = reservation.lines[index].key
        let keeping = min(count, picked[key] ?? 0)
        if keeping > 0 { picked[key, default: 0] -= keeping }
        giveBack(count, at: index, keeping: keeping, &rows, &out)
    }
}

extension InventoryRows {
    /// An order that waits for articles waits no more.
    mutating func stopWaiting(_ reservationID: UUID, _ out: inout Outcome) {
        guard waiting[reservationID] != nil else { return }
        waiting[reservationID] = nil
        out.cancelTimer(key: ResumeReservation.timerKey(reservationID))
    }
}
