import Contracts
import Messaging

extension InventoryRows {
    /// Moves stock: the one place where a balance changes, together with its line of the ledger. Orders that wait for the
    /// article are woken when more of it can be promised than before.
    mutating func book(_ movement: StockMovement, _ out: inout Outcome) {
        var balance = balance(at: movement.key)
        let before = balance.available
        balance.move(onHand: movement.onHand, reserved: movement.reserved, quarantined: movement.quarantined)
        balances[movement.key] = balance
        ledger.append(movement)
        // Goods that leave were promised before: what may be sold is the same.
        if balance.available != before { announce(movement.key, &out) }
        if balance.available > before { wake(waitersFor: movement.key.sku, &out) }
    }

    /// Sees to it that the shops hear of a change. The first change of a row sets a timer for its article; those that
    /// follow before it is due find that it is set, so that even an article that changes all the time is told of.
    mutating func announce(_ key: StockKey, _ out: inout Outcome) {
        guard var balance = balances[key], !balance.isAnnounced, shops.rows.contains(where: \.isOpen) else { return }
        balance.isAnnounced = true
        balances[key] = balance
        out.schedule(
            PublishLevel(sku: key.sku), key: "level/\(key.sku)", after: levelDelay, orderID: .zero)
    }

    /// Has the orders looked at that wait for an article, or for a kit that it is part of.
    func wake(waitersFor sku: String, _ out: inout Outcome) {
        for awaited in (waiters[sku] ?? [:]).keys.sorted() { FillBackorders(sku: awaited).schedule(after: .zero, &out) }
    }

    /// Counts what waits, so that what comes later stands behind it.
    mutating func count(_ quantity: Int, waitingFor sku: String) {
        for part in [sku] + (articles[sku]?.components.map(\.sku) ?? []) {
            let waiting = waiters[part, default: [:]][sku, default: 0] + quantity
            waiters[part, default: [:]][sku] = waiting > 0 ? waiting : nil
        }
    }

    /// The level of an article, or of a kit: as many as the scarcest of its components allows.
    func level(of article: StockKeepingUnit) -> SKULevel {
        let base = levelBases[article.sku] ?? 0
        let parts =
            article.components.isEmpty
            ? [KitComponent(sku: article.sku, quantity: 1)] : article.components
        var level = SKULevel(sku: article.sku, available: .max, version: base, barcode: article.barcode)
        for part in parts {
            let own = SKULevel(sku: part.sku, balances: balances(of: part.sku)) { sites[$0]?.isOpen == true }
            level = SKULevel(
                sku: article.sku, available: min(level.available, own.available / part.quantity),
                version: level.version + own.version, barcode: article.barcode)
        }
        return level
    }
}
