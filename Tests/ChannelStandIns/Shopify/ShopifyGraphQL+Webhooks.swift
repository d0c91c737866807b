import WireJSON

/// Subscriptions that were made by this interface; it lists no others.
///
/// https://shopify.dev/docs/api/admin-graphql/latest/queries/webhookSubscriptions, .../mutations/webhookSubscriptionCreate
extension ShopifyGraphQL {
    /// `orders/create` is `ORDERS_CREATE`.
    private static func enumValue(_ topic: String) -> String { topic.uppercased().replacing("/", with: "_") }

    /// `uri` is there from 2025-10 on; what it took the place of still is.
    private var hasURI: Bool { version >= "2025-10" }

    private func subscription(_ topic: String, in world: Marketplace) -> JSONValue {
        let index = ShopifyDialect.topics.firstIndex(of: topic) ?? 0
        let members: [(String, JSONValue)] = [
            ("id", .string("gid://shopify/WebhookSubscription/\(9001 + index)")),
            ("topic", .string(Self.enumValue(topic))), ("format", "JSON"),
            ("callbackUrl", .string(world.webhookAddress)),
            ("endpoint", ["callbackUrl": .string(world.webhookAddress)]),
        ]
        return .object(members + (hasURI ? [("uri", .string(world.webhookAddress))] : []))
    }

    func subscriptions(in world: Marketplace) -> [JSONValue] {
        ShopifyDialect.topics.filter { !world.deletedWebhooks.contains($0) }.map { subscription($0, in: world) }
    }

    /// A topic has one subscription for each address.
    func subscribe(_ field: GraphQLField, in world: inout Marketplace) throws -> JSONValue {
        let (name, input) = (field.arguments["topic"]?.text ?? "", field.arguments["webhookSubscription"] ?? .null)
        guard let topic = ShopifyDialect.topics.first(where: { Self.enumValue($0) == name }) else {
            throw GraphQLError(
                message: "Variable $topic of type WebhookSubscriptionTopic! was provided invalid value")
        }
        if !hasURI, input["uri"] != nil {
            throw GraphQLError(message: "Field is not defined on WebhookSubscriptionInput (uri)")
        }
        func failed(_ message: String) -> JSONValue {
            [
                "webhookSubscription": nil,
                "userErrors": problem(message, at: ["webhookSubscription", hasURI ? "uri" : "callbackUrl"]),
            ]
        }
        guard let address = (input["uri"] ?? input["callbackUrl"])?.text, address.hasPrefix("https://") else {
            return failed("Address is invalid")
        }
        guard world.deletedWebhooks.contains(topic) || address != world.webhookAddress else {
            return failed("Address for this topic has already been taken")
        }
        world.webhookAddress = address
        world.deletedWebhooks.remove(topic)
        return ["webhookSubscription": subscription(topic, in: world), "userErrors": []]
    }
}
