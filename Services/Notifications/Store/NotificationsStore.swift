import Contracts
import FoundationEssentials
public import Messaging
public import Postgres

/// The rows of notifications. Locks: notifications, returns, endpoints, lanes, deliveries, each in the order of its key.
public struct NotificationsStore: ServiceStore {
    public struct Keys: Sendable {
        /// An order that something is said of, and the shop that may want to hear it.
        package struct Announcement: Hashable, Sendable {
            package let orderID: UUID
            package let channel: String
            package let shop: String

            package init(_ order: OrderSummary) {
                orderID = order.id
                channel = order.channel
                shop = order.shop
            }
        }

        package var notifications: Set<UUID> = []
        package var announcements: Set<Announcement> = []
        package var returns: Set<UUID> = []
        package var endpoints: Set<UUID> = []
        package var deliveries: Set<UUID> = []
        /// Endpoints whose parked deliveries are wanted.
        package var parkedAt: Set<UUID> = []

        var needsWebhooks: Bool {
            !announcements.isEmpty || !endpoints.isEmpty || !deliveries.isEmpty || !parkedAt.isEmpty
        }
    }

    public struct Rows: Sendable {
        /// Templates and letterhead: settings, the same for every batch.
        package let renderer: MailRenderer
        /// Whether webhooks may go to this machine: a setting.
        package let allowsLoopback: Bool
        /// When webhooks are tried again: a setting.
        package let schedule: WebhookSchedule
        package var notifications = Table<UUID, MilestoneNotification>()
        package var seen = Table<UUID, SeenReturn>()
        package var endpoints = Table<UUID, WebhookEndpoint>()
        /// What is open of the orders in hand, and what was asked for by name.
        package var deliveries = Table<UUID, WebhookDelivery>()
        /// New deliveries, in the order in which they were made.
        package var made: [UUID] = []

        package init(
            renderer: MailRenderer, allowsLoopback: Bool = false, schedule: WebhookSchedule = .standard
        ) {
            self.renderer = renderer
            self.allowsLoopback = allowsLoopback
            self.schedule = schedule
        }
    }

    let renderer: MailRenderer
    let allowsLoopback: Bool
    let schedule: WebhookSchedule

    package init(renderer: MailRenderer, allowsLoopback: Bool = false, schedule: WebhookSchedule = .standard) {
        self.renderer = renderer
        self.allowsLoopback = allowsLoopback
        self.schedule = schedule
    }

    public static func noKeys() -> Keys { Keys() }

    public func load(_ keys: Keys, in transaction: inout Transaction) throws -> Rows {
        var rows = Rows(renderer: renderer, allowsLoopback: allowsLoopback, schedule: schedule)
        let notifications =
            keys.notifications.isEmpty ? nil : try NotificationTable.select(keys.notifications, in: &transaction)
        let seen = keys.returns.isEmpty ? nil : try SeenReturnTable.select(keys.returns, in: &transaction)
        let webhooks = keys.needsWebhooks ? try WebhookTables.select(keys, in: &transaction) : nil
        if let notifications { rows.notifications = try NotificationTable.read(notifications, in: &transaction) }
        if let seen { rows.seen = try SeenReturnTable.read(seen, in: &transaction) }
        if let webhooks {
            rows.endpoints = try WebhookTables.readEndpoints(webhooks, in: &transaction)
            rows.deliveries = try WebhookTables.readDeliveries(webhooks, in: &transaction)
        }
        return rows
    }

    public func save(_ rows: Rows, in transaction: inout Transaction) throws {
        try NotificationTable.write(rows.notifications, in: &transaction)
        try SeenReturnTable.write(rows.seen, in: &transaction)
        try WebhookTables.write(rows.endpoints, in: &transaction)
        try WebhookTables.write(rows.deliveries, made: rows.made, in: &transaction)
    }
}
