/// The channels that intake speaks.
package enum ChannelDirectory {
    package static let mappings: [any ChannelMapping] = [
        ShopifyMapping(),
        WooCommerceMapping(),
    ]

    package static func mapping(of channel: String) -> (any ChannelMapping)? {
        mappings.first { $0.channel == channel }
    }
}
