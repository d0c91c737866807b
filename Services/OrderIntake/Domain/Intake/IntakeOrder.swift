import Contracts
import FoundationEssentials

/// An order as intake knows it: the newest content of all ways that it came by.
package struct IntakeOrder: Hashable, Sendable {
    package var order: Order
    package var hash: ContentHash
    package var disposition: Disposition
    /// The channel's own time of the content.
    package var updatedAt: Timestamp
    /// Whether the coordinator has been told of the order; it is told of changes only then.
    package var isAnnounced: Bool
    /// Raised by each change of content.
    package var version: Int64

    package init(
        order: Order, hash: ContentHash, disposition: Disposition, updatedAt: Timestamp, isAnnounced: Bool,
        version: Int64
    ) {
        self.order = order
        self.hash = hash
        self.disposition = disposition
        self.updatedAt = updatedAt
        self.isAnnounced = isAnnounced
        self.version = version
    }

    package var id: UUID { order.id }

    package var key: OrderKey {
        OrderKey(shop: ShopKey(channel: order.channel, shop: order.shop), externalID: order.externalID)
    }
}
