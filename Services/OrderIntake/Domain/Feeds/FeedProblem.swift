/// Why somebody who works orders from outside gets no answer.
package enum FeedProblem: Error, Hashable, Sendable {
    /// Not the shop's password, no such shop, or one without a feed: which of them is not said.
    case unauthorised
    case unreadable(String)
    case unknownOrder(String)
    /// Several orders have the number.
    case ambiguousOrder(String)
    case unavailable
}
