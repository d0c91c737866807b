/// What to enter on a channel's side so that its orders come here, and what to do where it sends none by itself.
enum ChannelInstructions {
    static func webhook(of channel: String, address: String, secret: String) -> [String] {
        switch channel {
        case "shopify", "woocommerce":
            [
                "By webhook: enter there", "  address       \(address)",
                "  secret        \(secret)  (it signs with it)",
            ] + pages(address: address, secret: secret)
        case "trendyol":
            [
                "By webhook: make one there, with authenticationType API_KEY (or BASIC_AUTHENTICATION, any user name)",
                "  url           \(address)", "  apiKey        \(secret)  (or the password)",
            ] + pages(address: address, secret: secret)
        case "hepsiburada":
            [
                "By webhook: enter there, with any user name", "  base URL      \(address)",
                "  password      \(secret)",
            ] + pages(address: address, secret: secret)
        case "amazon", "magento", "n11":
            ["Not by webhook: \(channel) sends none that are understood."] + pages(address: address, secret: secret)
        default:
            ["By queue or file: webhooks of \(channel) are not understood."]
        }
    }

    /// Waybill asks no channel by itself yet.
    private static func pages(address: String, secret: String) -> [String] {
        [
            "", "Fetched orders: post the answers of the channel's own interface, as they are, to",
            "  address       \(address)/pages", "  header        x-api-key: \(secret)",
            "  Nothing is asked for by itself yet: what a webhook loses comes in this way, or not at all.",
        ]
    }
}
