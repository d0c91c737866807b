/// What a channel had put into a shop's queue.
package struct QueuePage: Sendable {
    /// Something that is no order: kept under its topic, and parked where a person has to look.
    package struct Notice: Hashable, Sendable {
        package let topic: String
        package let body: [UInt8]

        package init(topic: String, body: [UInt8]) {
            self.topic = topic
            self.body = body
        }
    }

    /// The orders that it tells of, as they are now, each as a document that ``ChannelMapping/orders(in:)`` reads as one.
    package var orders: [[UInt8]] = []
    package var notices: [Notice] = []
    /// What to take out of the queue once all of the above is committed. What is not in it stays, and comes again.
    package var receipts: [String] = []
    /// Whether there may be more right away.
    package var isFull = false

    package init() {}
}
