/// All of them.
package enum Dialects {
    package static let all: [any ChannelDialect] = [
        ShopifyDialect(), WooCommerceDialect(), MagentoDialect(), AmazonDialect(), TrendyolDialect(),
        HepsiburadaDialect(), N11Dialect(),
    ]
}
