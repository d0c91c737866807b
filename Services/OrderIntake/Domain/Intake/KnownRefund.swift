import Contracts

/// A storefront's refund as intake knows it: recorded once by its id, told to the coordinator at most once.
package struct KnownRefund: Hashable, Sendable {
    package struct Key: Hashable, Comparable, Sendable {
        package let order: OrderKey
        package let refundID: String

        package init(order: OrderKey, refundID: String) {
            self.order = order
            self.refundID = refundID
        }

        package static func < (left: Key, right: Key) -> Bool {
            if left.order != right.order { return left.order < right.order }
            return left.refundID.utf8.lexicographicallyPrecedes(right.refundID.utf8)
        }
    }

    package enum State: String, Sendable {
        /// The order is not here, or not paid, so that there is nobody to tell.
        case waiting
        case told
        /// The content that the coordinator was given is less by it already, or the order was cancelled as a whole and no money with it.
        case included
    }

    package let key: Key
    package let content: RefundedByChannel
    package var state: State

    package init(key: Key, content: RefundedByChannel, state: State = .waiting) {
        self.key = key
        self.content = content
        self.state = state
    }
}
