import Messaging
import Postgres

/// Intake's rows. Locks: shops that change, then orders, both in the order of their keys.
public struct OrderIntakeStore: ServiceStore {
    package init() {}

    public static func noKeys() -> OrderIntakeKeys { OrderIntakeKeys() }

    public func load(_ keys: OrderIntakeKeys, in transaction: inout Transaction) throws -> OrderIntakeRows {
        var rows = OrderIntakeRows()
        let locked = try ShopTable.lock(keys.changedShops, in: &transaction)
        let seen = try ShopTable.select(keys.shops.subtracting(keys.changedShops), in: &transaction)
        let orders = try IntakeOrderTable.lock(keys.orders, in: &transaction)
        try ShopTable.read(locked, into: &rows.shops, in: &transaction)
        try ShopTable.read(seen, into: &rows.shops, in: &transaction)
        try IntakeOrderTable.read(orders, into: &rows.orders, in: &transaction)
        return rows
    }

    public func save(_ rows: OrderIntakeRows, in transaction: inout Transaction) throws {
        try ShopTable.write(rows.shops, in: &transaction)
        try IntakeOrderTable.write(rows.orders, in: &transaction)
        try OrderChangeTable.append(rows.changes, in: &transaction)
        try RawBodyTable.append(rows.rawBodies, in: &transaction)
    }
}
