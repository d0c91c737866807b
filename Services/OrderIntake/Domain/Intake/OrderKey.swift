/// The identity of an order from outside: whatever way it comes by, this is one order.
package struct OrderKey: Hashable, Comparable, Sendable {
    package let shop: ShopKey
    package let externalID: String

    package init(shop: ShopKey, externalID: String) {
        self.shop = shop
        self.externalID = externalID
    }

    /// By bytes, as the database's "C" collation sorts: every writer takes its locks in this order.
    package static func < (left: OrderKey, right: OrderKey) -> Bool {
        if left.shop != right.shop { return left.shop < right.shop }
        return left.externalID.utf8.lexicographicallyPrecedes(right.externalID.utf8)
    }
}
