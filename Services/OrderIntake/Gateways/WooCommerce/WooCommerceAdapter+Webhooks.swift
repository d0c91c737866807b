import WireJSON

extension WooCommerceAdapter {
    /// After some failed deliveries a webhook is `disabled`, and nobody is told.
    package func reviveWebhooks(over link: ChannelLink) async throws(ChannelFailure) -> WebhookLook {
        let answer = try await link.call(
            ChannelCall("GET", "/wp-json/wc/v3/webhooks", query: [("status", "disabled"), ("per_page", "100")])
        ).expectSuccess()
        var topics: [String] = []
        for webhook in try answer.json().elements {
            // Other programs have webhooks there too.
            guard let id = webhook["id"]?.int, webhook["status"]?.string == "disabled",
                link.isOurs(webhookAddress: webhook["delivery_url"]?.string)
            else { continue }
            _ = try await link.call(
                .json("PUT", "/wp-json/wc/v3/webhooks/\(id)", Array(#"{"status":"active"}"#.utf8))
            ).expectSuccess()
            topics.append(webhook["topic"]?.string ?? "\(id)")
        }
        return WebhookLook(revived: topics)
    }
}
