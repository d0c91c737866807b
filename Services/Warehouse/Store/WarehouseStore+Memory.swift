import Contracts
import FoundationEssentials
import Messaging

/// The warehouse's rows in memory.
extension WarehouseStore: ModelledStore {
    package struct Memory: Sendable {
        package var orders = MemoryTable<UUID, FulfilmentOrder>()
        var scans = MemoryTable<String, ScanRecord>()
        var sites = MemoryTable<String, SiteState>()
    }

    package var emptyMemory: Memory { Memory() }

    package func load(_ keys: Keys, from memory: Memory) -> Rows {
        var rows = Rows()
        rows.autoFloorDelay = autoFloorDelay
        var ids = keys.orders
        for request in keys.requests {
            let candidates = memory.orders.rows.values.filter { order in
                order.floor == .manual && order.site == request.site
                    && ([.released, .picking, .picked].contains(order.state) || order.toPutBack > 0)
                    && (order.worker == nil || order.worker == request.worker)
            }.sorted { ($0.worker == nil ? 1 : 0, $0.id.text) < ($1.worker == nil ? 1 : 0, $1.id.text) }
            let askers = keys.requests.count { $0.site == request.site }
            rows.candidates[request.messageID] = candidates.prefix(askers).map(\.id)
            ids.formUnion(candidates.prefix(askers).map(\.id))
        }
        for site in keys.closingSites {
            let unbegun = memory.orders.rows.values.filter { $0.site == site && $0.state == .released }
                .map(\.id).sorted { $0.text < $1.text }
            rows.unbegun[site] = Array(unbegun.prefix(Self.closedAtOnce))
            ids.formUnion(unbegun.prefix(Self.closedAtOnce))
        }
        rows.sites = memory.sites.select(keys.sites)
        rows.orders = memory.orders.select(ids)
        rows.scans = memory.scans.select(keys.scans)
        return rows
    }

    package func save(_ rows: Rows, into memory: inout Memory) throws {
        try memory.orders.write(rows.orders)
        try memory.scans.write(rows.scans)
        for site in rows.sites.inserted + rows.sites.updated
        where memory.sites[site.code].map({ $0.changedAt <= site.changedAt }) ?? true {
            memory.sites.set(site, as: site.code)
        }
    }
}
