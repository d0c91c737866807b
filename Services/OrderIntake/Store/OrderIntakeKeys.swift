/// What a batch needs.
public struct OrderIntakeKeys: Sendable {
    package var orders: Set<OrderKey> = []
    /// Shops to look at: not locked, or every batch of a shop would wait for the one before it.
    package var shops: Set<ShopKey> = []
    /// Shops to change: locked.
    package var changedShops: Set<ShopKey> = []

    package init() {}
}
