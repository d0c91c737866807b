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
    /// The catalogue's.
    package var barcode: String?
    /// The newest version that the channel was told, 0 for none.
    package var toldVersion: Int64
    package var toldUnits: Int?
    /// The ordinal of the batch that told of it last, 0 for none.
    package var toldIn: Int64
    /// Why the channel did not take the newest that it was told.
    package var refusal: String?

    package init(
        key: Key, units: Int, version: Int64, barcode: String? = nil, toldVersion: Int64 = 0, toldUnits: Int? = nil,
        toldIn: Int64 = 0, refusal: String? = nil
    ) {
        self.barcode = barcode
        self.key = key
        self.units = units
        self.version = version
        self.toldVersion = toldVersion
        self.toldUnits = toldUnits
        self.toldIn = toldIn
        self.refusal = refusal
    }

    /// Also when it is what was told last: what stands there the channel changes itself, by each sale and each cancel.
    package var isDue: Bool { toldVersion < version }

    /// Who was told longest ago comes first, so that an article that changes all the time keeps no other from its turn.
    package static func isNext(_ left: ToldLevel, before right: ToldLevel) -> Bool {
        left.toldIn != right.toldIn ? left.toldIn < right.toldIn : left.key < right.key
    }

    package var item: ChannelPush.StockItem {
        ChannelPush.StockItem(sku: key.sku, barcode: barcode, units: units, before: toldUnits, version: version)
    }

    /// The channel has it, or has said that it does not take it; only a newer level is told again.
    /// - Parameter ordinal: of the batch that told it.
    package mutating func tell(_ item: ChannelPush.StockItem, in ordinal: Int64, refusal: String?) {
        guard item.version > toldVersion else { return }
        toldIn = ordinal
        toldVersion = item.version
        toldUnits = refusal == nil ? item.units : nil
        self.refusal = refusal
    }
}
