import Messaging

/// The working set of a batch.
public struct OrderIntakeRows: Sendable {
    package var shops = Table<ShopKey, Shop>()
    package var orders = Table<OrderKey, IntakeOrder>()
    /// Entries to append.
    package var changes: [OrderChange] = []
    package var rawBodies: [RawBody] = []

    package init() {}
}
