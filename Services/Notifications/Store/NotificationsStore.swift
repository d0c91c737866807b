import FoundationEssentials
public import Messaging
public import Postgres

/// The rows of notifications. Locks: notifications in the order of their ids.
public struct NotificationsStore: ServiceStore {
    public struct Keys: Sendable {
        package var notifications: Set<UUID> = []
    }

    public struct Rows: Sendable {
        /// Templates and letterhead: settings, the same for every batch.
        package let renderer: MailRenderer
        package var notifications = Table<UUID, MilestoneNotification>()

        package init(renderer: MailRenderer) {
            self.renderer = renderer
        }
    }

    let renderer: MailRenderer

    package init(renderer: MailRenderer) {
        self.renderer = renderer
    }

    public static func noKeys() -> Keys { Keys() }

    public func load(_ keys: Keys, in transaction: inout Transaction) throws -> Rows {
        var rows = Rows(renderer: renderer)
        guard !keys.notifications.isEmpty else { return rows }
        let notifications = try NotificationTable.select(keys.notifications, in: &transaction)
        rows.notifications = try NotificationTable.read(notifications, in: &transaction)
        return rows
    }

    public func save(_ rows: Rows, in transaction: inout Transaction) throws {
        try NotificationTable.write(rows.notifications, in: &transaction)
    }
}
