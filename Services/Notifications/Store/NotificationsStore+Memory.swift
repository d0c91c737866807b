import Contracts
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

    /// A lane is there before it is locked: whoever comes second waits for it, also for the first delivery of an order.
    package func locks(_ keys: Keys, in memory: Memory) -> Set<RowLock> {
        var locks = Set(memory.notifications.locks("notification", keys.notifications, \.text))
        locks.formUnion(memory.seen.locks("seen_return", keys.returns, \.text))
        guard keys.needsWebhooks else { return locks }
        let named = memory.deliveries.rows.values.filter { delivery in
            keys.deliveries.contains(delivery.id)
                || delivery.state == .parked && keys.parkedAt.contains(delivery.endpointID)
        }
        let orders = Set(named.map(\.orderID)).union(keys.announcements.map(\.orderID))
        return locks.union(orders.map { RowLock("webhook_lane", $0.text) })
    }

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
        for seen in rows.seen.inserted + rows.seen.updated {
            // Two that see a return for the first time may both write it: the higher stays.
            guard seen.sequence > memory.seen[seen.returnID]?.sequence ?? .min else { continue }
            memory.seen.set(seen, as: seen.returnID)
        }
        try memory.endpoints.write(rows.endpoints)
        for delivery in rows.made.compactMap({ rows.deliveries[$0] }) where memory.deliveries[delivery.id] == nil {
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
