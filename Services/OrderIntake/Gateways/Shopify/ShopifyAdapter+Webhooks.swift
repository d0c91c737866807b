import WireJSON

extension ShopifyAdapter {
    /// Topics without which something is known by polling alone. Whatever else is told of an order is in `orders/updated` too.
    private static let topics = [
        "orders/create", "orders/updated", "orders/cancelled", "orders/delete", "refunds/create",
    ]

    /// After eight failed deliveries Shopify deletes the subscription, and nobody is told. It lists only those that were made by its
    /// interface, and deletes no others: a shop that has none of them there is not taken to miss any, unless its connection says
    /// which it has (`webhookTopics`) or where they go (`webhookUrl`). Only with the latter can they be made again.
    package func reviveWebhooks(over link: ChannelLink) async throws(ChannelFailure) -> WebhookLook {
        let address = link.option("webhookUrl")
        if let address, !link.isOurs(webhookAddress: address) {
            throw .misconfigured("webhookUrl is no address of \(link.shop.text) here: \(address)")
        }
        let present = try await ownTopics(over: link)
        let named = link.option("webhookTopics")?.split { $0 == "," || $0 == " " }.map { String($0) }
        guard address != nil || named != nil || !present.isEmpty else { return WebhookLook() }
        var look = WebhookLook()
        for topic in named ?? Self.topics where !present.contains(Self.enumValue(topic)) {
            guard let address else {
                look.missing.append(topic)
                continue
            }
            do {
                try await subscribe(to: topic, at: address, over: link)
                look.revived.append(topic)
            } catch {
                guard error.isFinal else { throw error }
                look.missing.append("\(topic) (\(error.message))")
            }
        }
        return look
    }

    /// `orders/create` is `ORDERS_CREATE`.
    private static func enumValue(_ topic: String) -> String { topic.uppercased().replacing("/", with: "_") }

    /// Topics of the subscriptions that lead here.
    private func ownTopics(over link: ChannelLink) async throws(ChannelFailure) -> Set<String> {
        let query = ShopifyQueries.subscriptions(address: addressField(over: link))
        func page(after cursor: String?) async throws(ChannelFailure) -> JSONNode? {
            let variables: JSONValue = .members(["after": cursor.map { .string($0) }])
            return try await self.query(query, variables, over: link)["webhookSubscriptions"]
        }
        let all = try await nodes(try await page(after: nil)) { cursor throws(ChannelFailure) in
            try await page(after: cursor)
        }
        return Set(all.filter { link.isOurs(webhookAddress: $0["address"]?.string) }.compactMap { $0["topic"]?.string })
    }

    private func subscribe(
        to topic: String, at address: String, over link: ChannelLink
    ) async throws(ChannelFailure) {
        let subscription: JSONValue = .object([
            (addressField(over: link), .string(address)), ("format", .string("JSON")),
        ])
        _ = try await ask(
            ShopifyQueries.subscribe, ["topic": .string(Self.enumValue(topic)), "webhookSubscription": subscription],
            "webhookSubscriptionCreate", over: link)
    }

    /// What the address is called, from 2025-10 on by another name.
    private func addressField(over link: ChannelLink) -> String {
        version(over: link) < "2025-10" ? "callbackUrl" : "uri"
    }
}
