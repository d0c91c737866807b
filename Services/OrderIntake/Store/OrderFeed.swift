import FoundationEssentials

/// Where the routes for those who work orders from outside find the orders.
package protocol OrderFeed: Sendable {
    /// Every order of the shop to which something happened since the beginning of the window, whatever its state. What
    /// happens while somebody turns the pages may show an order twice, and never leaves one out.
    func page(of shop: ShopKey, _ window: FeedWindow) async throws -> FeedPage

    /// The orders that a number or an id of ours names; several where a shop gives numbers twice.
    func orders(numbered number: String, id: UUID?, of shop: ShopKey) async throws -> [FeedOrder]

    /// What the shop's channel may sell, by SKU.
    /// - Parameter page: from 1 on.
    /// - Returns: one more than a page has, when there are more.
    func levels(of shop: ShopKey, page: Int) async throws -> [FeedLevel]
}
