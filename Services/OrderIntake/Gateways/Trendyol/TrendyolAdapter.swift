import Contracts
import WireJSON

/// Trendyol's marketplace interface. <https://developers.trendyol.com>
package struct TrendyolAdapter: ChannelAdapter {
    package let channel = "trendyol"
    package let baseURL: String? = "https://apigw.trendyol.com/integration"

    /// 1,000 a minute, and 50 in ten seconds of each endpoint.
    package let limits = [
        RateLimit("orders", capacity: 50, perSecond: 5), RateLimit("packages", capacity: 50, perSecond: 5),
        RateLimit("stock", capacity: 50, perSecond: 5), RateLimit("claims", capacity: 50, perSecond: 5),
        RateLimit("invoices", capacity: 50, perSecond: 5),
    ]
    package let polling = PollRules(longestWindow: .seconds(13 * 86_400), hasWebhooks: true)

    /// Claims are listed by the time of their making, and in the order of their last change: one that changes moves others over the
    /// edge of a page, and no total tells. So each is read again for a day.
    package let claimPolling: PollRules? = PollRules(
        overlap: .seconds(86_400), longestWindow: .seconds(13 * 86_400))

    package let stockBatchSize = 500

    package let told: Set<ChannelPush.Kind> = [
        .acknowledgement, .invoice, .fulfilment, .cancellation, .returnDecision, .refund, .stock,
    ]

    private static let pageSize = 200
    /// Behind so many nothing is listed.
    private static let windowLimit = 10_000

    package init() {}

    package func authorise(_ call: inout ChannelCall, over link: ChannelLink) async throws(ChannelFailure) {
        call.addBasic(try link.credential("key"), try link.credential("secret"))
        // Without it the answer is 403.
        call.add(header: "user-agent", "\(try link.account()) - SelfIntegration")
    }

    package func poll(_ position: PollPosition, over link: ChannelLink) async throws(ChannelFailure) -> PollPage {
        var round = PageRound(position)
        let size = link.pageSize(Self.pageSize)
        let answer = try await link.call(
            ChannelCall(
                "GET", "/order/sellers/\(try link.account())/orders",
                query: [
                    ("startDate", String(position.since.milliseconds)), ("endDate", String(round.until.milliseconds)),
                    ("orderByField", "PackageLastModifiedDate"), ("orderByDirection", "ASC"),
                    ("page", String(round.page)), ("size", String(size)),
                ],
                limit: "orders")
        ).expectSuccess()
        let root = try answer.json()
        let total = root["totalElements"]?.int ?? 0
        let documents = TrendyolMapping().documents(in: root)
        if total > Self.windowLimit, round.until > position.since + .seconds(1) {
            // More than can be listed: a shorter window has fewer.
            let half = Timestamp(
                microseconds: position.since.microseconds
                    + (round.until.microseconds - position.since.microseconds) / 2)
            return PollPage(documents: documents, next: PageRound(until: half).text)
        }
        guard round.goOn(total: total, count: root["content"]?.count ?? 0, size: size) else {
            return PollPage(documents: documents, readTo: round.until)
        }
        return PollPage(documents: documents, next: round.text)
    }

    package func pollClaims(
        _ position: PollPosition, over link: ChannelLink
    ) async throws(ChannelFailure) -> PollPage {
        var round = PageRound(position)
        let size = link.pageSize(Self.pageSize)
        let root = try await link.call(
            ChannelCall(
                "GET", "/order/sellers/\(try link.account())/claims",
                query: [
                    ("startDate", String(position.since.milliseconds)), ("endDate", String(round.until.milliseconds)),
                    ("page", String(round.page)), ("size", String(size)),
                ],
                limit: "claims")
        ).expectSuccess().json()
        guard let documents = TrendyolClaims.documents(in: root) else {
            throw ChannelFailure(code: .unreadable, message: "the answer is no list of claims", isFinal: false)
        }
        let goesOn = round.goOn(total: root["totalElements"]?.int ?? 0, count: documents.count, size: size)
        return PollPage(documents: documents, next: goesOn ? round.text : nil)
    }
}
