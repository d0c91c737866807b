import Contracts
import WireJSON

/// The REST interface of Magento 2 and Adobe Commerce. <https://developer.adobe.com/commerce/webapi/rest/>
package struct MagentoAdapter: ChannelAdapter {
    package let channel = "magento"
    /// None is published: so much a small shop's server bears.
    package let limits = [RateLimit("rest", capacity: 20, perSecond: 5)]

    /// When it lacks articles, each is told alone.
    package let stockBatchSize = 25

    package let told: Set<ChannelPush.Kind> = [.fulfilment, .cancellation, .refund, .stock]
    package let hearsFromShopAlone = true

    private static let pageSize = 100

    package init() {}

    package func authorise(_ call: inout ChannelCall, over link: ChannelLink) async throws(ChannelFailure) {
        call.add(header: "authorization", "Bearer \(try link.credential("token"))")
    }

    package func poll(_ position: PollPosition, over link: ChannelLink) async throws(ChannelFailure) -> PollPage {
        let cursor = KeysetCursor(position)
        let size = link.pageSize(Self.pageSize)
        var query: [(String, String)] = []
        for (index, bound) in [("gteq", cursor.since), ("lteq", position.until)].enumerated() {
            let filter = "searchCriteria[filterGroups][\(index)][filters][0]"
            query += [
                ("\(filter)[field]", "updated_at"), ("\(filter)[conditionType]", bound.0),
                ("\(filter)[value]", Self.text(bound.1)),
            ]
        }
        for (index, field) in ["updated_at", "entity_id"].enumerated() {
            let order = "searchCriteria[sortOrders][\(index)]"
            query += [("\(order)[field]", field), ("\(order)[direction]", "ASC")]
        }
        query += [
            ("searchCriteria[pageSize]", String(size)), ("searchCriteria[currentPage]", String(cursor.page + 1)),
        ]
        let answer = try await link.call(ChannelCall("GET", "/rest/V1/orders", query: query)).expectSuccess()
        let root = try answer.json()
        let items = root["items"]?.elements.map(\.self) ?? []
        // Behind its last page it gives the last page again.
        let isMore = items.count >= size && (cursor.page + 1) * size < root["total_count"]?.int ?? .max
        let lastChange = items.compactMap { $0["updated_at"]?.string.flatMap(Self.time) }.max()
        let next = cursor.next(isFull: isMore, lastChange: lastChange, resolution: .seconds(1))
        return PollPage(documents: try await withMemos(MagentoMapping().orders(in: root), over: link), next: next?.text)
    }

    /// The orders, those of which money was given back with their credit memos put in: an order itself says of these no more
    /// than what they come to.
    private func withMemos(
        _ orders: [JSONNode], over link: ChannelLink
    ) async throws(ChannelFailure) -> [[UInt8]] {
        let refunded = orders.filter { order in
            ["total_refunded", "base_total_refunded"].contains {
                order[$0]?.text.flatMap { Double($0) }.map { $0 > 0 } ?? false
            }
        }.compactMap { $0["entity_id"]?.text }
        guard !refunded.isEmpty else { return orders.map { Array($0.rawBytes) } }
        let memos = Dictionary(grouping: try await list("creditmemos", of: refunded, over: link)) {
            $0["order_id"]?.text ?? ""
        }
        return orders.map { order in
            let own = order["entity_id"]?.text.flatMap { memos[$0] } ?? []
            guard !own.isEmpty else { return Array(order.rawBytes) }
            return MagentoMemo.putting(own, into: order)
        }
    }

    /// The shop's documents of some orders.
    func list(
        _ kind: String, of orders: [String], over link: ChannelLink
    ) async throws(ChannelFailure) -> [JSONNode] {
        let filter = "searchCriteria[filterGroups][0][filters][0]"
        var found: [JSONNode] = []
        var page = 1
        while true {
            let root = try await link.call(
                ChannelCall(
                    "GET", "/rest/V1/\(kind)",
                    query: [
                        ("\(filter)[field]", "order_id"), ("\(filter)[conditionType]", "in"),
                        ("\(filter)[value]", orders.joined(separator: ",")),
                        ("searchCriteria[sortOrders][0][field]", "entity_id"),
                        ("searchCriteria[sortOrders][0][direction]", "ASC"),
                        ("searchCriteria[pageSize]", String(Self.pageSize)),
                        ("searchCriteria[currentPage]", String(page)),
                    ])
            ).expectSuccess().json()
            let items = root["items"]?.elements.map(\.self) ?? []
            found += items
            // Behind its last page it gives the last page again.
            guard items.count >= Self.pageSize, found.count < root["total_count"]?.int ?? 0 else { return found }
            page += 1
        }
    }

    /// `2026-03-01 12:30:00`, in UTC.
    private static func text(_ time: Timestamp) -> String {
        String(Timestamp(seconds: time.seconds).rfc3339.prefix { $0 != "Z" && $0 != "." }).replacing("T", with: " ")
    }

    private static func time(_ text: String) -> Timestamp? {
        Timestamp(rfc3339: text.replacing(" ", with: "T") + "Z")
    }
}
