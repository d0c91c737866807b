/// What a shop's channel may sell of an article, and what it was told of that. The newest version wins.
package struct ToldLevel: Hashable, Sendable {
    package struct Key: Hashable, Comparable, Sendable {
        package let shop: ShopKey
        package let sku: String

        package init(shop: ShopKey, sku: String) {
            self.shop = shop
            self.sku = sku
        }

        /// By bytes, as the database's "C" collation sorts.
        package static func < (left: Key, right: Key) -> Bool {
            if left.shop != right.shop { return left.shop < right.shop }
            return left.sku.utf8.lexicographicallyPrecedes(right.sku.utf8)
        }
    }

    package let key: Key
    package var units: Int
    package var version: Int64
    /// The newest version that the channel was told, 0 for none.
    package var toldVersion: Int64
    package var toldUnits: Int?
    /// Why the channel did not take the newest that it was told.
    package var refusal: String?

    package init(
        key: Key, units: Int, version: Int64, toldVersion: Int64 = 0, toldUnits: Int? = nil, refusal: String? = nil
    ) {
        self.key = key
        self.units = units
        self.version = version
        self.toldVersion = toldVersion
        self.toldUnits = toldUnits
        self.refusal = refusal
    }

    package var isDue: Bool { toldVersion < version }

    package var item: ChannelPush.StockItem {
        ChannelPush.StockItem(sku: key.sku, units: units, before: toldUnits, version: version)
    }

    /// The channel has it, or has said that it does not take it; only a newer level is told again.
    package mutating func tell(_ item: ChannelPush.StockItem, refusal: String?) {
        guard item.version > toldVersion else { return }
        toldVersion = item.version
        toldUnits = refusal == nil ? item.units : nil
        self.refusal = refusal
    }
}
