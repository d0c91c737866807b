import Contracts

/// What a channel says that it has against what is here.
package struct Census: Hashable, Sendable {
    package struct Key: Hashable, Comparable, Sendable {
        package let shop: ShopKey
        package let until: Timestamp

        package init(shop: ShopKey, until: Timestamp) {
            self.shop = shop
            self.until = until
        }

        package static func < (left: Key, right: Key) -> Bool { (left.shop, left.until) < (right.shop, right.until) }
    }

    package let key: Key
    package let since: Timestamp
    /// External ids, sorted.
    package var listed: Set<String> = []
    package var missing: Set<String> = []
    /// Whether the channel lists whatever changed in that time.
    package var listsAll: Bool
    package var finishedAt: Timestamp?

    package init(key: Key, since: Timestamp, listsAll: Bool) {
        self.key = key
        self.since = since
        self.listsAll = listsAll
    }

    /// Counts a page.
    /// - Parameter present: those of its ids that are here.
    package mutating func count(_ ids: [String], present: Set<String>) {
        listed.formUnion(ids)
        missing.formUnion(ids)
        missing.subtract(present)
    }
}
