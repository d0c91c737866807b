/// What a batch needs.
public struct OrderIntakeKeys: Sendable {
    package var orders: Set<OrderKey> = []
    /// Those of ``orders`` that a message tells of by packages: for all others there are none to look for.
    package var packagedOrders: Set<OrderKey> = []
    /// Pages of a shop's orders: those behind each of these.
    package var orderPages: Set<OrderKey> = []
    /// Shops to look at: not locked, or every batch of a shop would wait for the one before it.
    package var shops: Set<ShopKey> = []
    /// Shops to change: locked.
    package var changedShops: Set<ShopKey> = []

    package init() {}
}
