/// The channels that intake speaks.
package enum ChannelDirectory {
    /// One line for each.
    private static let channels: [(mapping: any ChannelMapping, adapter: any ChannelAdapter)] = [
        (AmazonMapping(), AmazonAdapter()),
        (HepsiburadaMapping(), HepsiburadaAdapter()),
        (MagentoMapping(), MagentoAdapter()),
        (N11Mapping(), N11Adapter()),
        (ShopifyMapping(), ShopifyAdapter()),
        (TrendyolMapping(), TrendyolAdapter()),
        (WooCommerceMapping(), WooCommerceAdapter()),
    ]

    package static let mappings = channels.map { $0.mapping }

    package static let adapters = channels.map { $0.adapter }

    package static func adapter(of channel: String) -> (any ChannelAdapter)? {
        adapters.first { $0.channel == channel }
    }

    /// How many levels of stock a channel is told at once; one that nobody calls is told none.
    package static func stockBatchSize(of channel: String) -> Int {
        adapter(of: channel)?.stockBatchSize ?? 1
    }

    /// The channel that an address names, in either of its names; anything else stays what it is.
    package static func channel(inAddress name: String) -> String {
        mappings.first { $0.addressName == name }?.channel ?? name
    }

    package static func mapping(of channel: String) -> (any ChannelMapping)? {
        mappings.first { $0.channel == channel }
    }
}
