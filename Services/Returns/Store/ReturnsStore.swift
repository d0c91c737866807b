import Contracts
import FoundationEssentials
public import Messaging
public import Postgres

/// The rows of returns. Locks: orders, then their lines, each in the order of its key.
public struct ReturnsStore: ServiceStore {
    public struct Keys: Sendable {
        package var orders: Set<UUID> = []
        package var parcels: Set<UUID> = []
    }

    public struct Rows: Sendable {
        package var policies: [ReturnPolicy] = []
        package var orders = Table<UUID, DeliveredOrder>()
        package var lines = Table<ReturnableLine.Key, ReturnableLine>()

        package init() {}
    }

    package init() {}

    public static func noKeys() -> Keys { Keys() }

    public func load(_ keys: Keys, in transaction: inout Transaction) throws -> Rows {
        var rows = Rows()
        guard !keys.orders.isEmpty || !keys.parcels.isEmpty else { return rows }
        let policies = try ReturnPolicyTable.select(in: &transaction)
        let orders = try DeliveredOrderTable.select(keys.orders, in: &transaction)
        let lines = try ReturnableLineTable.select(keys.parcels, in: &transaction)
        rows.policies = try ReturnPolicyTable.read(policies, in: &transaction)
        rows.orders = try DeliveredOrderTable.read(orders, in: &transaction)
        rows.lines = try ReturnableLineTable.read(lines, in: &transaction)
        return rows
    }

    public func save(_ rows: Rows, in transaction: inout Transaction) throws {
        try DeliveredOrderTable.write(rows.orders, in: &transaction)
        try ReturnableLineTable.write(rows.lines, in: &transaction)
    }
}
