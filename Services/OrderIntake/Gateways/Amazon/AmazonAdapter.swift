import Contracts
import WireJSON

/// Amazon's Selling Partner interface: orders of 2026-01-01, or of v0 where the connection says so.
/// <https://developer-docs.amazon.com/sp-api/docs/orders-api>
package struct AmazonAdapter: ChannelAdapter {
    package let channel = "amazon"

    /// As published for `searchOrders` and `getOrder` of 2026-01-01, and for what is told.
    package let limits =
        [
            RateLimit("orders", capacity: 20, perSecond: 0.0056), RateLimit("order", capacity: 30, perSecond: 0.5),
            RateLimit("shipment", capacity: 10, perSecond: 2), RateLimit("listings", capacity: 5, perSecond: 5),
            RateLimit("token", capacity: 10, perSecond: 0.5),
        ] + Self.oldLimits
    /// Of Europe; the connection names another region's.
    package let baseURL: String? = "https://sellingpartnerapi-eu.amazon.com"

    /// Orders show up to two minutes late, and a window may not end later than that. One page takes three minutes of the
    /// limit, so that rounds are seldom.
    package let polling = PollRules(
        overlap: .seconds(600), lag: .seconds(130), shortestInterval: .seconds(180))

    /// One a call and five a second: behind others in a batch a level would only grow old.
    package let stockBatchSize = 1

    package let told: Set<ChannelPush.Kind> = [.fulfilment, .cancellation, .stock]

    private static let pageSize = 100
    /// For so long one order after the other is asked for; the rest is another question's. Less than an effect may take.
    static let patience = Duration.seconds(30)
    private static let tokenAddress = "https://api.amazon.com"
    static let includedData = "BUYER,RECIPIENT,PROCEEDS,EXPENSE,PROMOTION,CANCELLATION,FULFILLMENT,PACKAGES"

    package init() {}

    package func authorise(_ call: inout ChannelCall, over link: ChannelLink) async throws(ChannelFailure) {
        if Self.isRestricted(call) {
            let token = try await link.token("restricted") { () async throws(ChannelFailure) in
                try await Self.restrictedToken(over: link)
            }
            return call.add(header: "x-amz-access-token", token)
        }
        let token = try await link.token("lwa") { () async throws(ChannelFailure) in
            try await Self.renew(over: link)
        }
        call.add(header: "x-amz-access-token", token)
    }

    /// Login with Amazon: an access token, which lives for an hour, for the refresh token, which lives on.
    private static func renew(
        over link: ChannelLink
    ) async throws(ChannelFailure) -> (text: String, lifetime: Duration) {
        let form = [
            ("grant_type", "refresh_token"), ("refresh_token", try link.credential("refresh_token")),
            ("client_id", try link.credential("client_id")), ("client_secret", try link.credential("client_secret")),
        ]
        let body = form.map { "\($0.0)=\(ChannelCall.escaped($0.1))" }.joined(separator: "&")
        var call = ChannelCall(
            "POST", "/auth/o2/token", headers: [("content-type", "application/x-www-form-urlencoded")],
            body: Array(body.utf8), base: link.option("tokenUrl") ?? tokenAddress, limit: "token")
        call.isAuthorised = false
        let answer = try await link.call(call)
        guard answer.isSuccess else {
            // A refresh token that was revoked, or the wrong client: an operator must look.
            throw ChannelFailure(
                code: .unauthorised, message: "no access token: HTTP \(answer.status) \(answer.excerpt)", isFinal: false
            )
        }
        let root = try answer.json()
        guard let token = root["access_token"]?.string else {
            throw ChannelFailure(code: .unreadable, message: "no access token in the answer", isFinal: false)
        }
        return (token, .seconds(root["expires_in"]?.int ?? 3600))
    }

    package func poll(_ position: PollPosition, over link: ChannelLink) async throws(ChannelFailure) -> PollPage {
        if try Self.isOld(link) { return try await pollOld(position, over: link) }
        // A page's token goes with the very parameters of the first page.
        var query = [
            ("lastUpdatedAfter", position.since.rfc3339), ("lastUpdatedBefore", position.until.rfc3339),
            ("maxResultsPerPage", String(link.pageSize(Self.pageSize))), ("includedData", Self.includedData),
        ]
        if let marketplaces = link.option("marketplaceIds") { query.append(("marketplaceIds", marketplaces)) }
        if let cursor = position.cursor { query.append(("paginationToken", cursor)) }
        let answer = try await link.call(
            ChannelCall("GET", "/orders/2026-01-01/orders", query: query, limit: "orders")
        ).expectSuccess()
        let root = try answer.json()
        let next = root["pagination"]?["nextToken"]?.string
        return PollPage(documents: AmazonMapping().documents(in: root), next: next.flatMap { $0.isEmpty ? nil : $0 })
    }
}
