import Contracts

/// Shopify's Admin interface: orders by REST, whose resource is what its webhooks deliver; everything else by GraphQL.
/// <https://shopify.dev/docs/api/admin-rest/latest/resources/order>
package struct ShopifyAdapter: ChannelAdapter {
    package let channel = "shopify"

    /// Of the smallest plan. GraphQL counts by points; each answer says what it cost, how many are left and how fast they come
    /// back, which is believed from then on.
    package let limits = [
        RateLimit("rest", capacity: 40, perSecond: 2), RateLimit("graphql", capacity: 1000, perSecond: 50),
    ]
    /// Points that a call is taken to cost before its answer says it.
    static let callCost = 50.0
    package let polling = PollRules(hasWebhooks: true)

    /// Of an article that it knows twice it is asked more than once.
    package let stockBatchSize = 50

    package let told: Set<ChannelPush.Kind> = [.fulfilment, .cancellation, .refund, .stock]
    package let hearsFromShopAlone = true

    private static let pageSize = 100

    package init() {}

    package func authorise(_ call: inout ChannelCall, over link: ChannelLink) async throws(ChannelFailure) {
        call.add(header: "X-Shopify-Access-Token", try link.credential("token"))
    }

    /// Below `/admin/api/<version>`; the version is the connection's `version`, else one that has all that we use.
    package func path(_ rest: String, over link: ChannelLink) -> String {
        "/admin/api/\(version(over: link))/\(rest)"
    }

    func version(over link: ChannelLink) -> String { link.option("version") ?? "2025-07" }

    package func poll(_ position: PollPosition, over link: ChannelLink) async throws(ChannelFailure) -> PollPage {
        var query = [("limit", String(link.pageSize(Self.pageSize)))]
        if let cursor = position.cursor {
            // All other parameters are in it.
            query.append(("page_info", cursor))
        } else {
            query += [
                ("status", "any"), ("order", "updated_at asc"), ("updated_at_min", position.since.rfc3339),
                ("updated_at_max", position.until.rfc3339),
            ]
        }
        let answer = try await link.call(
            ChannelCall("GET", path("orders.json", over: link), query: query, limit: "rest")
        ).expectSuccess()
        return PollPage(
            documents: ShopifyMapping().documents(in: try answer.json()),
            next: answer.header("link").flatMap(Self.nextPage(in:)))
    }

    /// `<https://…?limit=100&page_info=abc>; rel="next"`, which may come after the same with `rel="previous"`.
    static func nextPage(in header: String) -> String? {
        for link in header.split(separator: ",") where link.contains("rel=\"next\"") {
            guard let start = link.firstRange(of: "page_info=") else { continue }
            return String(link[start.upperBound...].prefix { $0 != "&" && $0 != ">" })
        }
        return nil
    }
}
