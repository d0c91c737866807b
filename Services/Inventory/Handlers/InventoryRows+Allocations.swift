import Contracts
import Messaging

extension InventoryRows {
    /// Every site as the allocation sees it.
    /// - Parameter skus: the articles in question.
    func candidates(for skus: Set<String>) -> [Candidate] {
        sites.rows.map { site in
            var available: [String: Int] = [:]
            for sku in skus { available[sku] = balances[StockKey(sku: sku, site: site.code)]?.available }
            return Candidate(
                site: site.code, country: site.address.country,
                coordinates: Coordinates(latitudeE6: site.latitudeE6, longitudeE6: site.longitudeE6),
                isOpen: site.isOpen, available: available)
        }
    }

    /// What each site sends, in the order in which the sites were chosen.
    func allocations(of reservation: Reservation) -> [Allocation] {
        var order: [String] = []
        var lines: [String: [AllocatedLine]] = [:]
        for line in reservation.lines {
            if lines[line.key.site] == nil { order.append(line.key.site) }
            lines[line.key.site, default: []].append(allocated(line))
        }
        return order.compactMap { code in
            sites[code].map { site in
                Allocation(site: code, floor: site.floor, shipFrom: site.address, lines: lines[code] ?? [])
            }
        }
    }

    private func allocated(_ line: ReservedLine) -> AllocatedLine {
        let article = articles[line.key.sku]
        return AllocatedLine(
            lineID: line.lineID, sku: line.key.sku, title: article?.title, quantity: line.quantity,
            bin: bins[line.key]?.code ?? Bin.unassigned, barcode: article?.barcode, weight: article?.weight ?? 0,
            length: article?.length ?? 0, width: article?.width ?? 0, height: article?.height ?? 0)
    }
}
