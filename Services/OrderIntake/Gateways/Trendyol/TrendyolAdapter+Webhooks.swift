import WireJSON

extension TrendyolAdapter {
    /// Trendyol switches a webhook off that failed for long, and says so by e-mail alone.
    package func reviveWebhooks(over link: ChannelLink) async throws(ChannelFailure) -> WebhookLook {
        let path = "/webhook/sellers/\(try link.account())/webhooks"
        let answer = try await link.call(ChannelCall("GET", path, limit: "packages")).expectSuccess()
        var urls: [String] = []
        for webhook in try answer.json().elements {
            guard let id = webhook["id"]?.text, webhook["status"]?.string == "PASSIVE",
                let url = webhook["url"]?.string, link.isOurs(webhookAddress: url)
            else { continue }
            _ = try await link.call(
                ChannelCall("PUT", "\(path)/\(ChannelCall.escaped(id))/activate", limit: "packages")
            ).expectSuccess()
            urls.append("package")
        }
        return WebhookLook(revived: urls)
    }
}
