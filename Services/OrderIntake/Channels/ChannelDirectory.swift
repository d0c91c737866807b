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

    /// The channel that an address names, in either of its names; anything else stays what it is.
    package static func channel(inAddress name: String) -> String {
        mappings.first { $0.addressName == name }?.channel ?? name
    }

    package static func mapping(of channel: String) -> (any ChannelMapping)? {
        mappings.first { $0.channel == channel }
    }
}
