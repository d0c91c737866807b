import FoundationEssentials

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
    package var watermarks: Set<Watermark.Key> = []
    package var censuses: Set<Census.Key> = []
    /// Orders of which it only matters whether they are here.
    package var presence: Set<OrderKey> = []

    /// Orders that a channel is to be told of, by our ids, with what it was told of them.
    package var toldOrderIDs: Set<UUID> = []
    /// Those of ``orders`` of which it matters what their channel was told.
    package var toldOrders: Set<OrderKey> = []
    /// Those of ``toldOrderIDs`` of which it also matters what their channel refunded.
    package var refundsOfTold: Set<UUID> = []
    /// Pushes that have come to something.
    package var pushes: Set<String> = []
    /// Shops whose channels are told of stock, and the levels that have changed.
    package var feeds: Set<ShopKey> = []
    /// Those of ``feeds`` whose batch may be over, so that the next may begin.
    package var endedFeeds: Set<ShopKey> = []
    package var levels: Set<ToldLevel.Key> = []

    package init() {}
}
