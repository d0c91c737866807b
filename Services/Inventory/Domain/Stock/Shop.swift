/// A shop that wants to know what it may promise.
struct Shop: Hashable, Sendable {
    struct Key: Hashable, Comparable, Sendable {
        let channel: String
        let shop: String

        static func < (left: Key, right: Key) -> Bool {
            (left.channel, left.shop) < (right.channel, right.shop)
        }
    }

    let key: Key
    var isOpen: Bool
    /// Units that it is not shown.
    var buffer: Int
    /// Of the speaker's aggregate, so that news in the wrong order is recognised.
    var sequence: Int64
    /// Rises whenever all levels of the shop must be told anew; part of each level's version.
    var version: Int64

    var routingKey: String { "stock.\(key.channel).\(key.shop)" }
}
