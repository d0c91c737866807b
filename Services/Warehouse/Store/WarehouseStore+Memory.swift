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

    /// A worker who asks waits for the tasks that are locked, where the database gives the next ones.
    package func locks(_ keys: Keys, in memory: Memory) -> Set<RowLock> {
        var ids = keys.orders
        for request in keys.requests { ids.formUnion(candidates(for: request, of: keys.requests, in: memory)) }
        for site in keys.closingSites { ids.formUnion(unbegun(at: site, in: memory)) }
        ids.formUnion(all(of: keys.ofOrders, in: memory))
        return Set(memory.orders.locks("fulfilment_order", ids, \.text))
    }

    /// Those who ask at once in one batch can each be given one of these.
    private func candidates(for request: TaskRequest, of requests: [TaskRequest], in memory: Memory) -> [UUID] {
        let open = memory.orders.rows.values.filter { order in
            order.floor == .manual && order.site == request.site
                && ([.released, .picking, .picked].contains(order.state) || order.toPutBack > 0)
                && (order.worker == nil || order.worker == request.worker)
        }.sorted {
            ($0.worker == nil ? 1 : 0, $0.toPutBack == 0 ? 1 : 0, $0.isExpress ? 0 : 1, $0.id.text)
                < ($1.worker == nil ? 1 : 0, $1.toPutBack == 0 ? 1 : 0, $1.isExpress ? 0 : 1, $1.id.text)
        }
        let askers = requests.count { $0.site == request.site }
        return open.prefix(askers).map(\.id)
    }

    private func all(of orders: Set<UUID>, in memory: Memory) -> [UUID] {
        if orders.isEmpty { return [] }
        return memory.orders.rows.values.filter { orders.contains($0.orderID) }.map(\.id)
    }

    private func unbegun(at site: String, in memory: Memory) -> [UUID] {
        let unbegun = memory.orders.rows.values.filter { $0.site == site && $0.state == .released }
            .map(\.id).sorted { $0.text < $1.text }
        return Array(unbegun.prefix(Self.closedAtOnce))
    }

    package func load(_ keys: Keys, from memory: Memory) -> Rows {
        var rows = Rows()
        rows.autoFloorDelay = autoFloorDelay
        var ids = keys.orders
        for request in keys.requests {
            let candidates = candidates(for: request, of: keys.requests, in: memory)
            rows.candidates[request.messageID] = candidates
            ids.formUnion(candidates)
        }
        for site in keys.closingSites {
            let unbegun = unbegun(at: site, in: memory)
            rows.unbegun[site] = unbegun
            ids.formUnion(unbegun)
        }
        ids.formUnion(all(of: keys.ofOrders, in: memory))
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
