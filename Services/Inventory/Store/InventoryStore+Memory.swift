import Contracts
import FoundationEssentials
import Messaging

/// The rows of the inventory in memory.
extension InventoryStore: ModelledStore {
    package struct Memory: Sendable {
        var reservations = MemoryTable<UUID, Reservation>()
        var waiting = MemoryTable<UUID, WaitingReservation>()
        var balances = MemoryTable<StockKey, Balance>()
        var articles = MemoryTable<String, StockKeepingUnit>()
        var aliases = MemoryTable<String, SKUAlias>()
        var sites = MemoryTable<String, Site>()
        var bins = MemoryTable<StockKey, Bin>()
        var shops = MemoryTable<Shop.Key, Shop>()
        var ledger: [StockMovement] = []
        /// Off, the writes of balances ask nothing: the mistake that the simulation must find.
        package var isGuarded = true
    }

    package var emptyMemory: Memory { Memory() }

    package func load(_ keys: InventoryKeys, from memory: Memory) -> InventoryRows {
        var rows = InventoryRows()
        rows.levelDelay = levelDelay
        guard !keys.isEmpty else { return rows }
        rows.reservations = memory.reservations.select(keys.reservations)
        rows.waiting = memory.waiting.select(keys.reservations)
        rows.awaiting = memory.waiting.rows.values.filter { !keys.awaited.isDisjoint(with: $0.unknown) }
            .sorted { $0.id.text < $1.id.text }
        rows.sites = memory.sites.select { _ in true }
        rows.shops = memory.shops.select { _ in true }
        rows.aliases = memory.aliases.select(keys.names)
        let named = keys.names.union(rows.aliases.rows.map(\.sku))
        rows.articles = memory.articles.select(named)
        let held = rows.reservations.rows.flatMap { $0.lines.map(\.key.sku) }
        let skus = named.union(held)
        for balance in memory.balances.rows.values where skus.contains(balance.key.sku) {
            rows.balances.load(balance.fresh, as: balance.key)
        }
        rows.bins = memory.bins.select { skus.contains($0.key.sku) }
        for after in keys.pages { rows.pages[after] = Array(levels(in: memory, after: after)) }
        return rows
    }

    private func levels(in memory: Memory, after: String) -> some Sequence<SKULevel> {
        let open = Set(memory.sites.rows.values.filter(\.isOpen).map(\.code))
        let balances = Dictionary(grouping: memory.balances.rows.values.filter { $0.key.sku > after }, by: \.key.sku)
        return balances.sorted { $0.key < $1.key }.prefix(Int(PublishShopLevels.pageSize)).map { sku, balances in
            SKULevel(sku: sku, balances: balances) { open.contains($0) }
        }
    }

    package func save(_ rows: InventoryRows, into memory: inout Memory) throws {
        try memory.reservations.write(rows.reservations)
        try memory.waiting.write(rows.waiting)
        try memory.articles.write(rows.articles)
        for alias in rows.aliases.inserted { memory.aliases.add(alias, as: alias.alias) }
        try memory.sites.write(rows.sites)
        for bin in rows.bins.inserted + rows.bins.updated { memory.bins.set(bin, as: bin.key) }
        try memory.shops.write(rows.shops)
        for balance in rows.balances.inserted {
            guard memory.balances[balance.key] == nil else { throw MemoryConflict("\(balance.key) is there already") }
            memory.balances.set(balance.fresh, as: balance.key)
        }
        for balance in rows.balances.updated { try update(balance, in: &memory) }
        memory.ledger += rows.ledger
    }

    /// As the statement does: by differences, under its conditions and the table's checks.
    private func update(_ changed: Balance, in memory: inout Memory) throws {
        guard let row = memory.balances[changed.key] else { throw MemoryConflict("\(changed.key) is not there") }
        let onHand = row.onHand + changed.onHandChange
        let reserved = row.reserved + changed.reservedChange
        if memory.isGuarded {
            guard row.version == changed.loadedVersion,
                changed.reservedChange <= 0 || onHand - changed.withheld >= reserved
            else { throw MemoryConflict("the stock of \(changed.key) has changed under the decision") }
            guard onHand >= 0, reserved >= 0, reserved <= onHand else {
                throw MemoryConflict("\(changed.key): \(reserved) reserved of \(onHand)")
            }
        }
        memory.balances.set(
            Balance(
                key: row.key, onHand: onHand, reserved: reserved, safety: changed.safety, version: changed.version,
                isAnnounced: changed.isAnnounced), as: row.key)
    }
}

extension Balance {
    /// As it is loaded: without the changes that were made on the way to it.
    fileprivate var fresh: Balance {
        Balance(
            key: key, onHand: onHand, reserved: reserved, safety: safety, version: version, isAnnounced: isAnnounced)
    }
}

extension InventoryStore.Memory {
    /// The auditor's A2: the balance is the sum of the ledger, reserved the sum of the open reservations, nothing
    /// oversold.
    package var contradictions: [String] {
        var booked: [StockKey: (onHand: Int, reserved: Int)] = [:]
        for movement in ledger {
            booked[movement.key, default: (0, 0)].onHand += movement.onHand
            booked[movement.key, default: (0, 0)].reserved += movement.reserved
        }
        var open: [StockKey: Int] = [:]
        var found: [String] = []
        for reservation in reservations.rows.values.sorted(by: { $0.id.text < $1.id.text }) {
            for line in reservation.lines { open[line.key, default: 0] += line.open }
            if reservation.isOpen, reservation.state != .reserved {
                found.append("reservation \(reservation.id.text) is \(reservation.state.rawValue) and holds units")
            }
        }
        for balance in balances.rows.values.sorted(by: { $0.key < $1.key }) {
            let sum = booked[balance.key] ?? (0, 0)
            let name = "\(balance.key.sku) at \(balance.key.site)"
            if sum.onHand != balance.onHand || sum.reserved != balance.reserved {
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

    /// Order -> state of its reservation.
    package var states: [UUID: String] {
        Dictionary(reservations.rows.values.map { ($0.orderID, $0.state.rawValue) }) { $1 }
    }
}
