import Contracts

/// A refund that a storefront gave itself, as its payload says it.
package struct ChannelRefund: Hashable, Sendable {
    package let content: RefundedByChannel
    /// Whether an order's later content is less by it: its lines are gone from there, and need not be told again.
    package let reducesContent: Bool

    package init(content: RefundedByChannel, reducesContent: Bool) {
        self.content = content
        self.reducesContent = reducesContent
    }
}
