import Contracts
import FoundationEssentials
import Messaging

/// The working set of a batch.
public struct OrderIntakeRows: Sendable {
    package var shops = Table<ShopKey, Shop>()
    package var orders = Table<OrderKey, IntakeOrder>()
    /// The orders behind each key that was asked for, by external id: at most ``IntakeOrderTable/pageSize``.
    package var orderPages: [OrderKey: [ListedOrder]] = [:]
    /// Entries to append.
    package var changes: [OrderChange] = []
    /// Requests whose orders have not come, and the storefronts' refunds, of the orders asked for.
    package var requests = Table<UUID, PendingRequest>()
    package var refunds = Table<KnownRefund.Key, KnownRefund>()
    /// The packages in which a channel told of the orders asked for.
    package var packages = Table<KnownPackage.Key, KnownPackage>()
    /// What the channels were told of those orders.
    package var pushes = Table<String, PushRecord>()
    /// Of the shops asked for, with the levels that they are to be told next.
    package var feeds = Table<ShopKey, StockFeed>()
    package var levels = Table<ToldLevel.Key, ToldLevel>()
    /// How long a request may wait for its order; a setting.
    package var requestDeadline = OrderIntakeStore.defaultRequestDeadline
    package var rawBodies: [RawBody] = []
    /// How far shops were read, and what they say that they have.
    package var watermarks = Table<Watermark.Key, Watermark>()
    package var censuses = Table<Census.Key, Census>()
    /// Those of the orders asked for that are here.
    package var presence: Set<OrderKey> = []
    /// Entries to append.
    package var recoveries: [Recovery] = []
    /// When shops are asked; settings.
    package var polling = PollSettings()
    /// What the coordinator said, to be written if it is newer than what is known.
    package var statuses: [OrderStatus] = []

    package init() {}
}
