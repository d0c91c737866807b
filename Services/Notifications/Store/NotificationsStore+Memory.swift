import FoundationEssentials
import Messaging

/// The rows of notifications in memory.
extension NotificationsStore: ModelledStore {
    package struct Memory: Sendable {
        package var notifications = MemoryTable<UUID, MilestoneNotification>()
        package var seen = MemoryTable<UUID, SeenReturn>()
        package var endpoints = MemoryTable<UUID, WebhookEndpoint>()
        package var deliveries = MemoryTable<UUID, WebhookDelivery>()
        /// The position of the newest delivery.
        fileprivate var position: Int64 = 0
    }

    package var emptyMemory: Memory { Memory() }

    package func load(_ keys: Keys, from memory: Memory) -> Rows {
        var rows = Rows(renderer: renderer, allowsLoopback: allowsLoopback, schedule: schedule)
        rows.notifications = memory.notifications.select(keys.notifications)
        rows.seen = memory.seen.select(keys.returns)
        guard keys.needsWebhooks else { return rows }
        let named = memory.deliveries.select { delivery in
            keys.deliveries.contains(delivery.id)
                || delivery.state == .parked && keys.parkedAt.contains(delivery.endpointID)
        }
        let orders = Set(named.rows.map(\.orderID)).union(keys.announcements.map(\.orderID))
        rows.deliveries = memory.deliveries.select { delivery in
            named[delivery.id] != nil || delivery.isOpen && orders.contains(delivery.orderID)
        }
        let endpoints = keys.endpoints.union(keys.parkedAt).union(named.rows.map(\.endpointID))
        rows.endpoints = memory.endpoints.select { endpoint in
            endpoints.contains(endpoint.id)
                || keys.announcements.contains { $0.channel == endpoint.channel && $0.shop == endpoint.shop }
        }
        return rows
    }

    package func save(_ rows: Rows, into memory: inout Memory) throws {
        try memory.notifications.write(rows.notifications)
        try memory.seen.write(rows.seen)
        try memory.endpoints.write(rows.endpoints)
        for delivery in rows.made.compactMap({ rows.deliveries[$0] }) {
            memory.position += 1
            memory.deliveries.set(delivery.placed(at: memory.position), as: delivery.id)
        }
        for delivery in rows.deliveries.updated { memory.deliveries.set(delivery, as: delivery.id) }
    }
}

extension WebhookDelivery {
    /// As it is inserted: behind everything that is there.
    fileprivate func placed(at position: Int64) -> WebhookDelivery {
        WebhookDelivery(
            id: id, endpointID: endpointID, orderID: orderID, position: position, type: type, body: body,
            state: state, attempts: attempts, replays: replays, begunAt: begunAt, status: status, reason: reason,
            version: version)
    }
}
