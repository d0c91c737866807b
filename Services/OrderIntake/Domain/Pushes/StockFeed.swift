/// How far a shop's channel was told of stock: one batch after the other.
package struct StockFeed: Hashable, Sendable {
    /// How many levels are told at once. Amazon takes one a call and five a second: behind others in a batch a level would only
    /// grow old. Of the shops that are told in several calls, when Magento lacks articles, WooCommerce has variations or Shopify
    /// knows an article twice, a batch must be over within an effect's time (`engine.effect.timeout`), else it begins anew for ever.
    package static func batchSize(of channel: String) -> Int {
        switch channel {
        case "amazon": 1
        case "hepsiburada", "n11", "trendyol": 500
        case "magento": 25
        default: 50
        }
    }

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
