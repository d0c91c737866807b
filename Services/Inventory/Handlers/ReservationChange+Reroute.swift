import Contracts
import FoundationEssentials
import Messaging

extension ReservationChange {
    /// Takes what is to be moved out of the allocation; what was picked of it stays until it is put back.
    /// - Returns: what must be found elsewhere.
    mutating func withdraw(
        _ move: RerouteStockHandler.Move, _ message: RerouteStock, picked: inout [StockKey: Int],
        _ rows: inout InventoryRows, _ out: inout Outcome
    ) -> [OrderedLine] {
        let key = StockKey(sku: move.sku, site: message.site)
        var left = move.quantity
        var lines: [OrderedLine] = []
        for index in reservation.lines.indices.reversed() where left > 0 {
            let line = reservation.lines[index]
            let isMeant = message.allocationID == nil || reservation.allocationID(of: line) == message.allocationID
            guard line.lineID == move.lineID, line.key == key, line.wanted > 0, isMeant else { continue }
            let count = min(left, line.wanted)
            let keeping = move.isMissing ? 0 : min(count, picked[key] ?? 0)
            if keeping > 0 { picked[key, default: 0] -= keeping }
            lines.append(takeOut(count, at: index, keeping: keeping, &rows, &out))
            left -= count
        }
        return lines
    }

    /// Gives units back to the stock that the order still wants.
    mutating func takeOut(
        _ count: Int, at index: Int, keeping: Int = 0, _ rows: inout InventoryRows, _ out: inout Outcome
    ) -> OrderedLine {
        let line = reservation.lines[index]
        let units = line.units(withNext: count)
        giveBack(count, at: index, keeping: keeping, &rows, &out)
        // A kit that waited for one component would keep the others: its unit is given up where nobody has all of it.
        let isComponent = reservation.lines.contains { $0.lineID == line.lineID && $0.key.sku != line.key.sku }
        return OrderedLine(
            lineID: line.lineID, sku: line.key.sku, quantity: count, units: units, perUnit: line.perUnit,
            policy: isComponent ? .reject : rows.articles[line.key.sku]?.shortPolicy ?? .reject,
            wasTold: line.round > 0)
    }

    /// The site is not asked again for what it has not got.
    mutating func remember(_ missing: [RerouteStockHandler.Move], at site: String) {
        update { reservation in
            for move in missing {
                reservation.history.tried.append(
                    AllocatedUnits(site: site, sku: move.sku, quantity: move.quantity))
            }
        }
    }

    /// Finds other sites: at first without any that was tried, then, where those do not cover it, with what the tried ones
    /// were not short of.
    mutating func placeAnew(_ pieces: [OrderedLine], _ rows: inout InventoryRows, _ out: inout Outcome) {
        let lines = Self.merged(pieces)
        let skus = Set(lines.flatMap(\.parts).map(\.sku))
        let tried = Set(reservation.history.tried.map { StockKey(sku: $0.sku, site: $0.site) })
        let sites = Set(tried.map(\.site))
        var candidates = rows.candidates(for: skus) { !sites.contains($0.site) }
        var covered = Coverage.quantities(of: lines, from: candidates)
        if zip(lines, covered).contains(where: { $0.quantity > $1 }) {
            candidates = rows.candidates(for: skus) { !tried.contains($0) }
            covered = Coverage.quantities(of: lines, from: candidates)
        }
        place(lines, covered, from: candidates, &rows, &out)
    }

    /// One line for each order line and article, in the order of the first.
    private static func merged(_ pieces: [OrderedLine]) -> [OrderedLine] {
        struct Key: Hashable {
            let lineID: String
            let sku: String
            let wasTold: Bool
        }
        var order: [Key] = []
        var sums: [Key: OrderedLine] = [:]
        for piece in pieces {
            let key = Key(lineID: piece.lineID, sku: piece.sku, wasTold: piece.wasTold)
            guard let sum = sums[key] else {
                order.append(key)
                sums[key] = piece
                continue
            }
            sums[key] = OrderedLine(
                lineID: sum.lineID, sku: sum.sku, quantity: sum.quantity + piece.quantity,
                units: sum.units + piece.units, perUnit: sum.perUnit, parts: sum.parts, policy: sum.policy,
                wasTold: sum.wasTold)
        }
        return order.compactMap { sums[$0] }
    }
}
