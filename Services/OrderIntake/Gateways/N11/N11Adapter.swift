import Contracts
import WireJSON

/// N11's REST interface, and of its SOAP interface what REST has not: returns. It sends nothing by itself.
package struct N11Adapter: ChannelAdapter {
    package let channel = "n11"
    package let baseURL: String? = "https://api.n11.com"
    /// 1,000 a minute; of SOAP nothing is published.
    package let limits = [
        RateLimit("orders", capacity: 100, perSecond: 15), RateLimit("stock", capacity: 100, perSecond: 15),
        RateLimit("claims", capacity: 20, perSecond: 2),
    ]
    /// A window of more than 15 days is cut off silently.
    package let polling = PollRules(longestWindow: .seconds(14 * 86_400))

    package let stockBatchSize = 500

    /// The carrier tells it of parcels; a package that is larger is split.
    package let told: Set<ChannelPush.Kind> = [.acknowledgement, .fulfilment, .cancellation, .stock]

    private static let pageSize = 100
    /// One call lists one of them. In the order in which a package goes through them, so that one which moves on while a
    /// round runs is met again, and not missed.
    private static let statuses = ["Created", "Picking", "Unpacked", "Shipped", "Delivered", "UnSupplied", "Cancelled"]

    package init() {}

    package func authorise(_ call: inout ChannelCall, over link: ChannelLink) async throws(ChannelFailure) {
        call.add(header: "appkey", try link.credential("key"))
        call.add(header: "appsecret", try link.credential("secret"))
    }

    package func poll(_ position: PollPosition, over link: ChannelLink) async throws(ChannelFailure) -> PollPage {
        // `<status>:<keyset>`
        let parts = position.cursor?.split(separator: ":", maxSplits: 1) ?? []
        let index = parts.first.flatMap { Int($0) } ?? 0
        guard Self.statuses.indices.contains(index) else { return PollPage(documents: []) }
        let cursor = KeysetCursor(parts.count == 2 ? String(parts[1]) : nil, orSince: position.since)
        let size = link.pageSize(Self.pageSize)
        let answer = try await link.call(
            ChannelCall(
                "GET", "/rest/delivery/v1/shipmentPackages",
                query: [
                    ("startDate", String(cursor.since.milliseconds)), ("endDate", String(position.until.milliseconds)),
                    ("status", Self.statuses[index]), ("page", String(cursor.page)), ("size", String(size)),
                    // By the last change, in place of the time of the order.
                    ("orderByField", "true"), ("orderByDirection", "ASC"),
                ],
                limit: "orders")
        ).expectSuccess()
        let root = try answer.json()
        let content = root["content"]?.elements.map(\.self) ?? []
        let lastChange = content.compactMap { $0["lastModifiedDate"]?.int64 }.max()
            .map { Timestamp(microseconds: $0 * 1000) }
        let further = cursor.next(
            isFull: content.count >= size, lastChange: lastChange, resolution: .milliseconds(1))
        let documents = N11Mapping().documents(in: root)
        if let further { return PollPage(documents: documents, next: "\(index):\(further.text)") }
        return PollPage(documents: documents, next: index + 1 < Self.statuses.count ? "\(index + 1):" : nil)
    }
}
