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
        let channel = storefront.channel
        let address = webhookAddress(of: storefront, intake: intake)
        return switch channel {
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
        case "amazon":
            [
                "Not by webhook, but by a queue of yours: subscribe there to ORDER_CHANGE, to an SQS queue of this shop alone;",
                "then waybill shop add amazon \(storefront.shop) --account <seller id> --set queueUrl=<URL of the queue>, and put",
                "the key of a user who may receive and delete into two files in intake.credentials",
                "  id            amazon.\(storefront.shop).aws_access_key_id",
                "  secret        amazon.\(storefront.shop).aws_secret_access_key",
            ] + pages(address: address, secret: secret)
        case "magento", "n11":
            ["Not by webhook: \(channel) sends none that are understood."] + pages(address: address, secret: secret)
        default:
            [
                "By HTTP: sign as \(intake)/v1/openapi.json says", "  address       \(intake)/v1/orders",
                "  shop          \(storefront.sender)", "  secret        \(secret)",
                "  Webhooks of \(channel) are not understood.",
            ]
        }
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
