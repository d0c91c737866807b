import Contracts
import FoundationEssentials

/// What the coordinator last said of an order.
package struct OrderStatus: Hashable, Sendable {
    package let orderID: UUID
    package let shop: ShopKey
    package let headline: HeadlineStatus
    /// Of the lines of which units are cancelled, those that go on or were sent.
    package let remaining: [LineQuantity]
    /// The highest is the newest.
    package let sequence: Int64

    package init(
        orderID: UUID, shop: ShopKey, headline: HeadlineStatus, remaining: [LineQuantity] = [], sequence: Int64
    ) {
        self.orderID = orderID
        self.shop = shop
        self.headline = headline
        self.remaining = remaining
        self.sequence = sequence
    }
}
