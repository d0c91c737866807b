import Contracts
import WireJSON

/// Hepsiburada's order interface. <https://developers.hepsiburada.com>
///
/// Its lists hold lines, or packages of lines. What an order is made of is asked for by its number, since a page can end in
/// the middle of one, and a list leaves out the lines that are packed.
package struct HepsiburadaAdapter: ChannelAdapter {
    package let channel = "hepsiburada"
    package let baseURL: String? = "https://oms-external.hepsiburada.com"
    /// None is published in one place; its answers count down `X-RateLimit-Remaining`.
    package let limits = [
        RateLimit("orders", capacity: 60, perSecond: 10), RateLimit("packages", capacity: 60, perSecond: 10),
        RateLimit("listing", capacity: 60, perSecond: 10),
    ]
    package let polling = PollRules(longestWindow: .seconds(29 * 86_400), hasWebhooks: true)

    private static let pageSize = 50

    package init() {}

    package func authorise(_ call: inout ChannelCall, over link: ChannelLink) async throws(ChannelFailure) {
        let named = try link.credentialIfPresent("user")
        let account = try link.account()
        call.addBasic(named ?? account, try link.credential("password"))
        // Mandatory; the name that the integration was registered by, where there is one.
        call.add(header: "user-agent", link.option("userAgent") ?? "waybill")
    }

    package func poll(_ position: PollPosition, over link: ChannelLink) async throws(ChannelFailure) -> PollPage {
        // `<list>:<offset>`
        let parts = position.cursor?.split(separator: ":").compactMap { Int($0) } ?? []
        let (index, offset) = parts.count == 2 ? (parts[0], parts[1]) : (0, 0)
        guard let list = HepsiburadaList(rawValue: index) else { return PollPage(documents: []) }
        let account = try link.account()
        let size = link.pageSize(Self.pageSize)
        let answer = try await link.call(
            ChannelCall(
                "GET", list.path(of: account),
                query: [
                    ("offset", String(offset)), ("limit", String(size)), ("begindate", Self.text(position.since)),
                    ("enddate", Self.text(position.until)),
                ],
                limit: "orders")
        ).expectSuccess()
        let root = try answer.json()
        let rows = (root["items"] ?? root).elements.map(\.self)
        var documents: [[UInt8]] = []
        for number in Self.orderNumbers(in: rows) {
            documents += try await order(number, of: account, over: link)
        }
        if rows.count >= size { return PollPage(documents: documents, next: "\(index):\(offset + rows.count)") }
        return PollPage(documents: documents, next: HepsiburadaList(rawValue: index + 1).map { "\($0.rawValue):0" })
    }

    private func order(
        _ number: String, of account: String, over link: ChannelLink
    ) async throws(ChannelFailure) -> [[UInt8]] {
        let answer = try await link.call(
            ChannelCall(
                "GET", "/orders/merchantid/\(account)/ordernumber/\(ChannelCall.escaped(number))", limit: "orders"))
        // An order of which nothing is left to this merchant.
        if answer.status == 404 { return [] }
        return HepsiburadaMapping().documents(in: try answer.expectSuccess().json())
    }

    private static func orderNumbers(in rows: [JSONNode]) -> [String] {
        let reader = PayloadReader()
        let numbers = rows.flatMap { row in
            ([row] + (row["items"]?.elements.map(\.self) ?? [])).compactMap { reader.id("orderNumber", of: $0) }
        }
        return Set(numbers).sorted()
    }

    /// Turkish wall time: `2026-03-01 15:30`, which is what it takes.
    private static func text(_ time: Timestamp) -> String {
        String((time + .seconds(3 * 3600)).rfc3339.prefix(16)).replacing("T", with: " ")
    }
}
