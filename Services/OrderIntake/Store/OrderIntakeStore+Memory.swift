import FoundationEssentials
import Messaging

/// Intake's rows in memory.
extension OrderIntakeStore: ModelledStore {
    package struct Memory: Sendable {
        package var shops = MemoryTable<ShopKey, Shop>()
        package var orders = MemoryTable<OrderKey, IntakeOrder>()
        var requests = MemoryTable<UUID, PendingRequest>()
        var refunds = MemoryTable<KnownRefund.Key, KnownRefund>()
        var packages = MemoryTable<KnownPackage.Key, KnownPackage>()
        package var pushes = MemoryTable<String, PushRecord>()
        package var feeds = MemoryTable<ShopKey, StockFeed>()
        package var levels = MemoryTable<ToldLevel.Key, ToldLevel>()
        var watermarks = MemoryTable<Watermark.Key, Watermark>()
        var censuses = MemoryTable<Census.Key, Census>()
    }

    package var emptyMemory: Memory { Memory() }

    /// Requests and refunds of an order are locked too: nobody has them without looking for the order.
    package func locks(_ keys: OrderIntakeKeys, in memory: Memory) -> Set<RowLock> {
        Set(
            memory.shops.locks("shop", keys.changedShops, \.text)
                + memory.watermarks.locks("channel_watermark", keys.watermarks, \.text)
                + memory.orders.locks("intake_order", orders(keys, in: memory)) { "\($0.shop.text)/\($0.externalID)" }
                + memory.feeds.locks("channel_stock_feed", keys.feeds, \.text))
    }

    package func load(_ keys: OrderIntakeKeys, from memory: Memory) -> OrderIntakeRows {
        var rows = OrderIntakeRows()
        rows.shops = memory.shops.select(keys.shops.union(keys.changedShops))
        rows.requestDeadline = requestDeadline
        rows.orders = memory.orders.select(orders(keys, in: memory))
        rows.pushes = memory.pushes.select { push in
            keys.pushes.contains(push.key) || keys.toldOrderIDs.contains(push.orderID)
                || keys.toldOrders.contains(push.order)
        }
        rows.feeds = memory.feeds.select(keys.feeds)
        rows.levels = memory.levels.select { level in
            keys.levels.contains(level.key) || level.isDue && keys.feeds.contains(level.key.shop)
        }
        rows.requests = memory.requests.select { keys.orders.contains($0.order) }
        let told = Set(memory.orders.rows.values.filter { keys.refundsOfTold.contains($0.id) }.map(\.key))
        rows.refunds = memory.refunds.select { keys.orders.contains($0.key.order) || told.contains($0.key.order) }
        rows.packages = memory.packages.select { keys.packagedOrders.contains($0.key.order) }
        rows.polling = polling
        rows.watermarks = memory.watermarks.select(keys.watermarks)
        rows.censuses = memory.censuses.select(keys.censuses)
        rows.presence = keys.presence.filter { memory.orders[$0] != nil }
        for key in keys.orderPages {
            let behind = memory.orders.rows.values.filter { $0.key.shop == key.shop && key < $0.key }
            rows.orderPages[key] = behind.sorted { $0.key < $1.key }.prefix(IntakeOrderTable.pageSize).map {
                ListedOrder(id: $0.id, externalID: $0.key.externalID, isAnnounced: $0.isAnnounced)
            }
        }
        return rows
    }

    private func orders(_ keys: OrderIntakeKeys, in memory: Memory) -> Set<OrderKey> {
        guard !keys.toldOrderIDs.isEmpty else { return keys.orders }
        let told = memory.orders.rows.values.filter { keys.toldOrderIDs.contains($0.id) }
        return keys.orders.union(told.map(\.key))
    }

    package func save(_ rows: OrderIntakeRows, into memory: inout Memory) throws {
        try memory.shops.write(rows.shops)
        try memory.orders.write(rows.orders)
        for request in rows.requests.inserted { memory.requests.add(request, as: request.messageID) }
        for id in rows.requests.deleted { memory.requests.remove(id) }
        try memory.refunds.write(rows.refunds)
        try memory.packages.write(rows.packages)
        try memory.pushes.write(rows.pushes)
        try memory.feeds.write(rows.feeds)
        try memory.levels.write(rows.levels)
        try memory.watermarks.write(rows.watermarks)
        try memory.censuses.write(rows.censuses)
    }
}
