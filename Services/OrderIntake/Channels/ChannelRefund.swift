import Contracts

/// A refund that a storefront gave itself, as its payload says it.
package struct ChannelRefund: Hashable, Sendable {
    package let content: RefundedByChannel
    /// Whether an order's later content is less by it: its lines are gone from there, and need not be told again.
    package let reducesContent: Bool
    /// Whether it may be of some lines, and only who asks the channel for it is told of which.
    package let isSummary: Bool
    /// Whether the merchant is known to have given it, and not the channel at our word.
    package let isByMerchant: Bool

    package init(
        content: RefundedByChannel, reducesContent: Bool, isSummary: Bool = false, isByMerchant: Bool = false
    ) {
        self.content = content
        self.reducesContent = reducesContent
        self.isSummary = isSummary
        self.isByMerchant = isByMerchant
    }
}
