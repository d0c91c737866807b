import Contracts
import Messaging

extension InventoryRows {
    /// Every site as the allocation sees it.
    /// - Parameters:
    ///   - skus: the articles in question.
    ///   - owed: units that those who wait get first, per article.
    ///   - mayTry: whether a site may send an article.
    func candidates(
        for skus: Set<String>, after owed: [String: Int] = [:], mayTry: (StockKey) -> Bool = { _ in true }
    ) -> [Candidate] {
        var owed = owed
        let places = owed.isEmpty ? Array(sites.rows) : sites.rows.sorted { $0.code < $1.code }
        return places.map { site in
            var available: [String: Int] = [:]
            for sku in skus {
                let key = StockKey(sku: sku, site: site.code)
                guard mayTry(key), let here = balances[key]?.available else { continue }
                let withheld = site.isOpen ? min(here, owed[sku] ?? 0) : 0
                if withheld > 0 { owed[sku, default: 0] -= withheld }
                available[sku] = here - withheld
            }
            return Candidate(
                site: site.code, country: site.address.country,
                coordinates: Coordinates(latitudeE6: site.latitudeE6, longitudeE6: site.longitudeE6),
                isOpen: site.isOpen, available: available)
        }
    }

    /// What those who wait for the same articles and kits get first, per article: whoever is new stands behind them.
    func owed(before lines: [OrderedLine]) -> [String: Int] {
        var owed: [String: Int] = [:]
        for sku in Set(lines.flatMap(\.parts).map(\.sku)) { owed[sku] = waiters[sku]?[sku] }
        var kits: Set<String> = []
        for line in lines where line.parts[0].sku != line.sku && kits.insert(line.sku).inserted {
            guard let waiting = waiters[line.sku]?[line.sku] else { continue }
            for part in line.parts { owed[part.sku, default: 0] += waiting * part.quantity }
        }
        return owed
    }

    /// What each site sends, in the order in which the sites were chosen. What was given back is not in it.
    /// - Parameter rounds: which allocations; those that nobody was told of are never among them.
    func allocations(of reservation: Reservation, rounds: ClosedRange<Int> = 1...Int.max) -> [Allocation] {
        struct Place: Hashable {
            let site: String
            let round: Int
        }
        var order: [Place] = []
        var lines: [Place: [ReservedLine]] = [:]
        for line in reservation.lines where rounds.contains(line.round) && line.quantity > line.released + line.kept {
            let place = Place(site: line.key.site, round: line.round)
            if lines[place] == nil { order.append(place) }
            lines[place, default: []].append(line)
        }
        return order.compactMap { place in
            guard let site = sites[place.site], let held = lines[place], let first = held.first else { return nil }
            return Allocation(
                id: reservation.allocationID(of: first), site: site.code, floor: site.floor, shipFrom: site.address,
                lines: held.map(allocated))
        }
    }

    private func allocated(_ line: ReservedLine) -> AllocatedLine {
        let article = articles[line.key.sku]
        return AllocatedLine(
            lineID: line.lineID, sku: line.key.sku, title: article?.title,
            quantity: line.quantity - line.released - line.kept,
            units: line.perUnit == 1 && line.units == line.quantity ? nil : line.unitsLeft,
            perUnit: line.perUnit == 1 && line.units == line.quantity ? nil : line.perUnit,
            bin: bins[line.key]?.code ?? Bin.unassigned, barcode: article?.barcode, weight: article?.weight ?? 0,
            length: article?.length ?? 0, width: article?.width ?? 0, height: article?.height ?? 0)
    }
}
