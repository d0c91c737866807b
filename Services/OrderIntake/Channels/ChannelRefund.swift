import Contracts

/// A refund that a storefront gave itself, as its payload says it.
package struct ChannelRefund: Hashable, Sendable {
    package let content: RefundedByChannel
    /// Whether an order's later content is less by it: its lines are gone from there, and need not be told again.
    package let reducesContent: Bool
    /// Whether it may be of some lines, and only who asks the channel for it is told of which.
    package let isSummary: Bool

    package init(content: RefundedByChannel, reducesContent: Bool, isSummary: Bool = false) {
        self.content = content
        self.reducesContent = reducesContent
        self.isSummary = isSummary
    }
}
