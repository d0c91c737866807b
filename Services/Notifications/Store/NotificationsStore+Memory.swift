import FoundationEssentials
import Messaging

/// The rows of notifications in memory.
extension NotificationsStore: ModelledStore {
    package struct Memory: Sendable {
        package var notifications = MemoryTable<UUID, MilestoneNotification>()
    }

    package var emptyMemory: Memory { Memory() }

    package func load(_ keys: Keys, from memory: Memory) -> Rows {
        var rows = Rows(renderer: renderer)
        rows.notifications = memory.notifications.select(keys.notifications)
        return rows
    }

    package func save(_ rows: Rows, into memory: inout Memory) throws {
        try memory.notifications.write(rows.notifications)
    }
}
