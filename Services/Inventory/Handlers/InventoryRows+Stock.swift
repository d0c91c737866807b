import Contracts
import Messaging

extension InventoryRows {
    /// Moves stock: the one place where a balance changes, together with its line of the ledger.
    mutating func book(_ movement: StockMovement, _ out: inout Outcome) {
        var balance = balance(at: movement.key)
        balance.move(onHand: movement.onHand, reserved: movement.reserved)
        balances[movement.key] = balance
        ledger.append(movement)
        announce(movement.key, &out)
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
}
