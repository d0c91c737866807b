/// The channels that intake speaks.
package enum ChannelDirectory {
    package static let mappings: [any ChannelMapping] = [
        AmazonMapping(),
        HepsiburadaMapping(),
        MagentoMapping(),
        N11Mapping(),
        ShopifyMapping(),
        TrendyolMapping(),
        WooCommerceMapping(),
    ]

    package static func mapping(of channel: String) -> (any ChannelMapping)? {
        mappings.first { $0.channel == channel }
    }
}
