import Contracts
import FoundationEssentials

/// An entry of the difference log: which message changed, or would have changed, what of an order.
package struct OrderChange: Hashable, Sendable {
    package let orderID: UUID
    package let messageID: UUID
    /// The version that the order has after it.
    package let version: Int64
    /// ``OrderMerge/Outcome``'s word, or `deleted`.
    package let kind: String
    /// JSON paths; never values.
    package let paths: [String]
    package let channelUpdatedAt: Timestamp?

    package init(
        orderID: UUID, messageID: UUID, version: Int64, kind: String, paths: [String], channelUpdatedAt: Timestamp?
    ) {
        self.orderID = orderID
        self.messageID = messageID
        self.version = version
        self.kind = kind
        self.paths = paths
        self.channelUpdatedAt = channelUpdatedAt
    }
}
