/// What to enter on a channel's side so that its webhooks come here, or that none do.
enum ChannelInstructions {
    static func webhook(of channel: String, address: String, secret: String) -> [String] {
        switch channel {
        case "shopify", "woocommerce":
            [
                "By webhook: enter there", "  address       \(address)",
                "  secret        \(secret)  (it signs with it)",
            ]
        case "trendyol":
            [
                "By webhook: make one there, with authenticationType API_KEY (or BASIC_AUTHENTICATION, any user name)",
                "  url           \(address)", "  apiKey        \(secret)  (or the password)",
                "  What Trendyol does not send is not asked for yet: there is no polling.",
            ]
        case "hepsiburada":
            [
                "By webhook: enter there, with any user name", "  base URL      \(address)",
                "  password      \(secret)",
                "  What Hepsiburada does not send is not asked for yet: there is no polling.",
            ]
        case "amazon", "magento", "n11":
            [
                "Not by webhook: \(channel) sends none, and its orders are not asked for yet. Hand them over by queue or file."
            ]
        default:
            ["By queue or file: webhooks of \(channel) are not understood."]
        }
    }
}
