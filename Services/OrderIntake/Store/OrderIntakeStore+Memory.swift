import FoundationEssentials
import Messaging

/// Intake's rows in memory.
extension OrderIntakeStore: ModelledStore {
    package struct Memory: Sendable {
        package var shops = MemoryTable<ShopKey, Shop>()
        package var orders = MemoryTable<OrderKey, IntakeOrder>()
        package var requests = MemoryTable<UUID, PendingRequest>()
        package var refunds = MemoryTable<KnownRefund.Key, KnownRefund>()
    }

    package var emptyMemory: Memory { Memory() }

    package func load(_ keys: OrderIntakeKeys, from memory: Memory) -> OrderIntakeRows {
        var rows = OrderIntakeRows()
        rows.shops = memory.shops.select(keys.shops.union(keys.changedShops))
        rows.orders = memory.orders.select(keys.orders)
        rows.requests = memory.requests.select { keys.orders.contains($0.order) }
        rows.refunds = memory.refunds.select { keys.orders.contains($0.key.order) }
        return rows
    }

    package func save(_ rows: OrderIntakeRows, into memory: inout Memory) throws {
        try memory.shops.write(rows.shops)
        try memory.orders.write(rows.orders)
        try memory.requests.write(rows.requests)
        try memory.refunds.write(rows.refunds)
    }
}
