/// How far a shop's channel was told of stock: one batch after the other.
package struct StockFeed: Hashable, Sendable {
    package let shop: ShopKey
    /// Of the last batch, from 1.
    package var ordinal: Int64
    package var isUnderway: Bool

    package init(shop: ShopKey, ordinal: Int64 = 0, isUnderway: Bool = false) {
        self.shop = shop
        self.ordinal = ordinal
        self.isUnderway = isUnderway
    }

    package var effectKey: String { "stock/\(shop.text)/\(ordinal)" }
}
