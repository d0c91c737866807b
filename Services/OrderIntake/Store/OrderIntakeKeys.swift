/// What a batch needs.
public struct OrderIntakeKeys: Sendable {
    package var orders: Set<OrderKey> = []
    /// Those of ``orders`` that a message tells of by packages: for all others there are none to look for.
    package var packagedOrders: Set<OrderKey> = []
    /// Shops to look at: not locked, or every batch of a shop would wait for the one before it.
    package var shops: Set<ShopKey> = []
    /// Shops to change: locked.
    package var changedShops: Set<ShopKey> = []
    package var watermarks: Set<Watermark.Key> = []
    package var censuses: Set<Census.Key> = []
    /// Orders of which it only matters whether they are here.
    package var presence: Set<OrderKey> = []

    package init() {}
}
