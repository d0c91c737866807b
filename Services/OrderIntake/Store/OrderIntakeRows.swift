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
    /// How long a request may wait for its order; a setting.
    package var requestDeadline = OrderIntakeStore.defaultRequestDeadline
    package var rawBodies: [RawBody] = []
    /// What the coordinator said, to be written if it is newer than what is known.
    package var statuses: [OrderStatus] = []

    package init() {}
}
