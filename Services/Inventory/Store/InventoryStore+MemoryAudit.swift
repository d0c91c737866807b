import Contracts
import FoundationEssentials
import Messaging

extension InventoryStore.Memory {
    /// The auditor's A2: the balance is the sum of the ledger, reserved the sum of the open reservations, nothing
    /// oversold.
    package var contradictions: [String] {
        var booked: [StockKey: (onHand: Int, reserved: Int, quarantined: Int)] = [:]
        for movement in ledger {
            booked[movement.key, default: (0, 0, 0)].onHand += movement.onHand
            booked[movement.key, default: (0, 0, 0)].reserved += movement.reserved
            booked[movement.key, default: (0, 0, 0)].quarantined += movement.quarantined
        }
        var open: [StockKey: Int] = [:]
        var found: [String] = []
        for reservation in reservations.rows.values.sorted(by: { $0.id.text < $1.id.text }) {
            for line in reservation.lines { open[line.key, default: 0] += line.open }
            if reservation.isOpen, ![.reserved, .backordered, .puttingBack].contains(reservation.state) {
                found.append("reservation \(reservation.id.text) is \(reservation.state.rawValue) and holds units")
            }
        }
        for balance in balances.rows.values.sorted(by: { $0.key < $1.key }) {
            let sum = booked[balance.key] ?? (0, 0, 0)
            let name = "\(balance.key.sku) at \(balance.key.site)"
            if sum.onHand != balance.onHand || sum.reserved != balance.reserved
                || sum.quarantined != balance.quarantined
            {
                found.append(
                    "\(name): \(balance.reserved) of \(balance.onHand), the ledger says \(sum.reserved) of \(sum.onHand)"
                )
            }
            if open[balance.key] ?? 0 != balance.reserved {
                found.append("\(name): \(balance.reserved) reserved, open reservations say \(open[balance.key] ?? 0)")
            }
            if balance.onHand < 0 || balance.reserved < 0 || balance.reserved > balance.onHand {
                found.append("\(name): oversold, \(balance.reserved) reserved of \(balance.onHand)")
            }
        }
        return found
    }

    /// SKU -> units on the books of all sites, those in quarantine included.
    package var shelves: [String: Int] {
        balances.rows.values.reduce(into: [:]) { $0[$1.key.sku, default: 0] += $1.onHand + $1.quarantined }
    }

    /// SKU -> units in quarantine.
    package var quarantinedUnits: [String: Int] {
        balances.rows.values.reduce(into: [:]) { $0[$1.key.sku, default: 0] += $1.quarantined }
    }

    /// `<SKU> at <site>` -> units promised.
    package var reservedUnits: [String: Int] {
        balances.rows.values.reduce(into: [:]) { $0["\($1.key.sku) at \($1.key.site)", default: 0] += $1.reserved }
    }

    /// Order -> units that are held for it and not with a carrier, nor on their way back to their bins.
    package var wantedUnits: [UUID: Int] {
        reservations.rows.values.reduce(into: [:]) { sums, reservation in
            sums[reservation.orderID, default: 0] += reservation.lines.reduce(0) { $0 + $1.wanted }
        }
    }

    /// Order -> state of its reservation.
    package var states: [UUID: String] {
        Dictionary(reservations.rows.values.map { ($0.orderID, $0.state.rawValue) }) { $1 }
    }
}
