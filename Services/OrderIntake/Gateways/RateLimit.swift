/// A limit that a channel publishes: so many calls at once, and so many a second.
package struct RateLimit: Hashable, Sendable {
    /// Which calls count against it, such as `orders`; see ``ChannelCall/limit``.
    package let name: String
    package let capacity: Int
    package let perSecond: Double

    package init(_ name: String, capacity: Int, perSecond: Double) {
        self.name = name
        self.capacity = capacity
        self.perSecond = perSecond
    }
}
