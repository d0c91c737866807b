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
        var products = MemoryTable<String, ProductFacts>()
        var aliases = MemoryTable<String, SKUAlias>()
        var sites = MemoryTable<String, Site>()
        var bins = MemoryTable<StockKey, Bin>()
        var shops = MemoryTable<Shop.Key, Shop>()
        var ledger: [StockMovement] = []
        var restocks = MemoryTable<Restock, Restock>()
        var levelBases: [String: Int64] = [:]
        /// Off, the writes of balances ask nothing: the mistake that the simulation must find.
        package var isGuarded = true
    }

    package var emptyMemory: Memory { Memory() }

    package func load(_ keys: InventoryKeys, from memory: Memory) -> InventoryRows {
        var rows = InventoryRows()
        rows.levelDelay = levelDelay
        rows.unpaidHold = unpaidHold
        guard !keys.isEmpty else { return rows }
        let affected = memory.waiting(for: keys.fills).union(memory.holding(keys.takings))
        rows.reservations = memory.reservations.select(keys.reservations.union(affected))
        rows.waiting = memory.waiting.select(keys.reservations.union(affected))
        rows.awaiting = memory.waiting.rows.values.filter { !keys.awaited.isDisjoint(with: $0.unknown) }
            .sorted { $0.id.text < $1.id.text }
        rows.sites = memory.sites.select { _ in true }
        rows.shops = memory.shops.select { _ in true }
        rows.aliases = memory.aliases.select(keys.names)
        rows.products = memory.products.select(keys.products)
        let named = memory.closure(of: keys.names, keys.parts)
        rows.articles = memory.articles.select(named)
        for sku in rows.articles.keys { rows.levelBases[sku] = memory.levelBases[sku] ?? 0 }
        // As in the database: of the reservations that the messages name, not of those that were found.
        let held = keys.reservations.compactMap { memory.reservations[$0] }.flatMap { $0.lines.map(\.key.sku) }
        let skus = named.union(held)
        for balance in memory.balances.rows.values where skus.contains(balance.key.sku) {
            rows.balances.load(balance.fresh, as: balance.key)
        }
        rows.bins = memory.bins.select { skus.contains($0.key.sku) }
        if !keys.names.isEmpty || !keys.reservations.isEmpty { rows.waiters = memory.waiters(of: skus) }
        if keys.changesPlaces {
            rows.awaitedSKUs = Set(memory.reservations.rows.values.flatMap { $0.backorders.map(\.sku) }).sorted()
        }
        let returns = Set(keys.restocks.map(\.returnID))
        rows.restocks = memory.restocks.select { returns.contains($0.returnID) }
        for after in keys.pages { rows.pages[after] = Array(levels(in: memory, after: after)) }
        return rows
    }

    /// Reservations, then sites and shops where they change, then the balances of all articles.
    package func locks(_ keys: InventoryKeys, in memory: Memory) -> Set<RowLock> {
        guard !keys.isEmpty else { return [] }
        let affected = memory.waiting(for: keys.fills).union(memory.holding(keys.takings))
        let held = keys.reservations.compactMap { memory.reservations[$0] }.flatMap { $0.lines.map(\.key.sku) }
        let skus = memory.closure(of: keys.names, keys.parts).union(held)
        var locks = Set(memory.reservations.locks("reservation", keys.reservations.union(affected), \.text))
        if keys.changesPlaces {
            locks.formUnion(memory.sites.rows.keys.map { RowLock("site", $0) })
            locks.formUnion(memory.shops.rows.keys.map { RowLock("shop", "\($0)") })
        }
        for key in memory.balances.rows.keys where skus.contains(key.sku) {
            locks.insert(RowLock("stock_balance", "\(key)"))
        }
        return locks
    }

    private func levels(in memory: Memory, after: String) -> some Sequence<SKULevel> {
        let open = Set(memory.sites.rows.values.filter(\.isOpen).map(\.code))
        let balances = Dictionary(grouping: memory.balances.rows.values, by: \.key.sku)
        let kits = memory.articles.rows.values.filter { !$0.components.isEmpty }.map(\.sku)
        let skus = Set(balances.keys).union(kits).filter { $0 > after }.sorted()
        return skus.prefix(Int(PublishShopLevels.pageSize)).map { sku in
            let article = memory.articles[sku]
            let components = article?.components ?? []
            let parts = components.isEmpty ? [KitComponent(sku: sku, quantity: 1)] : components
            var level = SKULevel(
                sku: sku, available: .max, version: memory.levelBases[sku] ?? 0, barcode: article?.barcode)
            for part in parts {
                let own = SKULevel(sku: part.sku, balances: balances[part.sku] ?? []) { open.contains($0) }
                level = SKULevel(
                    sku: sku, available: min(level.available, own.available / part.quantity),
                    version: level.version + own.version, barcode: article?.barcode)
            }
            return level
        }
    }

    package func save(_ rows: InventoryRows, into memory: inout Memory) throws {
        try memory.reservations.write(rows.reservations)
        try memory.waiting.write(rows.waiting)
        try memory.articles.write(rows.articles)
        for article in rows.articles.inserted + rows.articles.updated {
            memory.levelBases[article.sku] = rows.levelBases[article.sku] ?? 0
        }
        try memory.products.write(rows.products)
        try memory.restocks.write(rows.restocks)
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
        let quarantined = row.quarantined + changed.quarantinedChange
        if memory.isGuarded {
            guard row.version == changed.loadedVersion,
                changed.reservedChange <= 0 || onHand - changed.withheld >= reserved
            else { throw MemoryConflict("the stock of \(changed.key) has changed under the decision") }
            guard onHand >= 0, reserved >= 0, reserved <= onHand, quarantined >= 0 else {
                throw MemoryConflict("\(changed.key): \(reserved) reserved of \(onHand)")
            }
        }
        memory.balances.set(
            Balance(
                key: row.key, onHand: onHand, reserved: reserved, quarantined: quarantined, safety: changed.safety,
                version: changed.version, isAnnounced: changed.isAnnounced), as: row.key)
    }
}

extension Balance {
    /// As it is loaded: without the changes that were made on the way to it.
    fileprivate var fresh: Balance {
        Balance(
            key: key, onHand: onHand, reserved: reserved, quarantined: quarantined, safety: safety, version: version,
            isAnnounced: isAnnounced)
    }
}

extension InventoryStore.Memory {
    /// As `article_closure` has it: the articles, those that aliases mean, kits that are made of the parts, and the
    /// components of all kits among them.
    fileprivate func closure(of names: Set<String>, _ parts: Set<String>) -> Set<String> {
        var found = names.union(parts).union(names.compactMap { aliases[$0]?.sku })
        for article in articles.rows.values where article.components.contains(where: { parts.contains($0.sku) }) {
            found.insert(article.sku)
        }
        return found.union(found.flatMap { articles[$0]?.components.map(\.sku) ?? [] })
    }

    /// Those that are first in the queue for what came in.
    fileprivate func waiting(for skus: Set<String>) -> Set<UUID> {
        Set(
            skus.flatMap { sku in
                reservations.rows.values.filter { $0.backorders.contains { $0.sku == sku } }
                    .sorted(by: Reservation.isServedBefore).prefix(FillBackorders.pageSize).map(\.id)
            })
    }

    /// All that hold what a count would leave uncovered; the database finds no more than are needed.
    fileprivate func holding(_ takings: [StockKey: Int]) -> Set<UUID> {
        let keys = takings.compactMap { name, taken -> StockKey? in
            let key = StockKey(sku: aliases[name.sku]?.sku ?? name.sku, site: name.site)
            guard let balance = balances[key], balance.onHand - taken < balance.reserved else { return nil }
            return key
        }
        guard !keys.isEmpty else { return [] }
        return Set(
            reservations.rows.values.filter { $0.lines.contains { $0.open > 0 && keys.contains($0.key) } }.map(\.id))
    }

    /// What orders wait for of these articles, and of the kits they are part of.
    fileprivate func waiters(of skus: Set<String>) -> [String: [String: Int]] {
        var waiters: [String: [String: Int]] = [:]
        for backorder in reservations.rows.values.flatMap(\.backorders) {
            let parts = [backorder.sku] + (articles[backorder.sku]?.components.map(\.sku) ?? [])
            for part in parts where skus.contains(part) {
                waiters[part, default: [:]][backorder.sku, default: 0] += backorder.quantity
            }
        }
        return waiters
    }
}
