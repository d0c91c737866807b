import Contracts
import OrderIntake

/// What to enter on a channel's side so that its orders come here, and what to do where it sends none by itself; of a shop of
/// one's own, where it sends them.
enum ChannelInstructions {
    static func webhookAddress(of storefront: Storefront, intake: String) -> String {
        let name = ChannelDirectory.mapping(of: storefront.channel)?.addressName ?? storefront.channel
        return "\(intake)/webhooks/\(name)/\(storefront.shop)"
    }

    /// - Parameter intake: where order-intake is reached, such as `http://127.0.0.1:8080`.
    static func lines(for storefront: Storefront, intake: String, secret: String) -> [String] {
        guard let mapping = ChannelDirectory.mapping(of: storefront.channel) else {
            return [
                "By HTTP: sign as \(intake)/v1/openapi.json says", "  address       \(intake)/v1/orders",
                "  shop          \(storefront.sender)", "  secret        \(secret)",
                "  Webhooks of \(storefront.channel) are not understood.",
            ]
        }
        let address = webhookAddress(of: storefront, intake: intake)
        let shop = ShopKey(channel: storefront.channel, shop: storefront.shop)
        return mapping.setup(of: shop, address: address, secret: secret) + pages(address: address, secret: secret)
    }

    /// For shops that Waybill is not let into.
    private static func pages(address: String, secret: String) -> [String] {
        [
            "", "Asked for by Waybill: once --url or --account says where, and intake.credentials has the keys; see",
            "  waybill channels",
            "Or fetched by yourself: post the answers of the channel's own interface, as they are, to",
            "  address       \(address)/pages", "  header        x-api-key: \(secret)",
            "  Unless one of them is done, what a webhook loses does not come in.",
        ]
    }
}
