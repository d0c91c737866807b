import Contracts
import WireJSON

/// Hepsiburada's order interface. <https://developers.hepsiburada.com>
///
/// Its lists hold lines, packages of lines, or cancels. An order that a page may have cut in two is asked for by its number.
package struct HepsiburadaAdapter: ChannelAdapter {
    package let channel = "hepsiburada"
    package let baseURL: String? = "https://oms-external.hepsiburada.com"
    /// None is published in one place; its answers count down `X-RateLimit-Remaining`.
    package let limits = [
        RateLimit("orders", capacity: 60, perSecond: 10), RateLimit("packages", capacity: 60, perSecond: 10),
        RateLimit("listing", capacity: 60, perSecond: 10),
    ]
    /// Lists go by the time of the order, and an order shows when it is paid; what is on its way shows in none that is read.
    package let polling = PollRules(
        overlap: overlap, longestWindow: longestWindow, hasWebhooks: true, listsAll: false)

    package let stockBatchSize = 500

    package let told: Set<ChannelPush.Kind> = [.fulfilment, .cancellation, .stock]

    private static let overlap = Duration.seconds(86_400)
    private static let longestWindow = Duration.seconds(29 * 86_400)

    package init() {}

    package func authorise(_ call: inout ChannelCall, over link: ChannelLink) async throws(ChannelFailure) {
        let named = try link.credentialIfPresent("user")
        let account = try link.account()
        call.addBasic(named ?? account, try link.credential("password"))
        // Mandatory; the name that the integration was registered by, where there is one.
        call.add(header: "user-agent", link.option("userAgent") ?? "waybill")
    }

    package func poll(_ position: PollPosition, over link: ChannelLink) async throws(ChannelFailure) -> PollPage {
        guard var round = HepsiburadaRound(position) else { return PollPage(documents: []) }
        let account = try link.account()
        let windows = Self.windows(of: round.list, at: position)
        guard windows.indices.contains(round.window) else { return PollPage(documents: []) }
        let size = min(link.pageSize(round.list.pageSize), round.list.pageSize)
        let answer = try await link.call(
            ChannelCall(
                "GET", round.list.path(of: account),
                query: [
                    ("offset", String(round.offset)), ("limit", String(size)),
                    ("begindate", Self.text(windows[round.window].begin)),
                    ("enddate", Self.text(windows[round.window].end)),
                ],
                limit: "orders")
        ).expectSuccess()
        let root = try answer.json()
        let rows = (root["items"] ?? root).elements.map(\.self)
        let isLater = round.offset > 0
        let next = round.goOn(
            rows: rows.count, total: root["totalCount"]?.int, isFull: rows.count >= size, windows: windows.count)
        var documents: [[UInt8]] = []
        let asked: Set<String>
        if round.list == .cancelled {
            // Each says of its units what the call on our address says, so that whichever comes first is believed.
            let cancels = rows.filter { HepsiburadaMapping().subject(ofDocument: $0) == .refund }
            documents = cancels.map { Array($0.rawBytes) }
            asked = cancels.count == rows.count ? [] : Set(rows.compactMap(Self.orderNumber))
        } else {
            asked = Set(
                Self.cutOrders(
                    in: rows, isLater: isLater, goesOn: next?.list == round.list && next?.window == round.window))
        }
        for document in HepsiburadaMapping().documents(in: root) {
            let number = (try? JSONDocument(parsing: document).root).flatMap { HepsiburadaMapping().externalID(of: $0) }
            if let number, !asked.contains(number) { documents.append(document) }
        }
        let before = round.asked
        for number in asked.sorted() where number > before {
            do {
                documents += try await order(number, of: account, over: link)
                round.asked = number
            } catch {
                // What was read of the page is taken in, and the rest asked for when the limit lets it.
                guard error.code == .rateLimited, round.asked > before else { throw error }
                return PollPage(documents: documents, next: round.text)
            }
        }
        return PollPage(documents: documents, next: next?.text)
    }

    /// From the first moment that is asked for to the last, each as long as it may be.
    private static func windows(
        of list: HepsiburadaList, at position: PollPosition
    ) -> [(begin: Timestamp, end: Timestamp)] {
        var begin = begin(of: list, at: position)
        guard let longest = list.longestWindow else { return [(begin, position.until)] }
        var windows: [(begin: Timestamp, end: Timestamp)] = []
        repeat {
            let end = min(begin + longest, position.until)
            windows.append((begin, end))
            begin = end
        } while begin < position.until
        return windows
    }

    /// A cancel may be of an order of long ago, and nothing says that its list goes by the time of the cancel. So that one whose
    /// call was lost is heard of before its units are sent, the first round of an hour reads all cancels that it keeps.
    private static func begin(of list: HepsiburadaList, at position: PollPosition) -> Timestamp {
        let readTo = position.since + overlap
        guard list == .cancelled, readTo.seconds / 3600 != position.until.seconds / 3600 else { return position.since }
        return min(position.since, position.until - longestWindow)
    }

    /// The first and the last order of a page, where there is another before or after it. Packages are never cut.
    private static func cutOrders(in rows: [JSONNode], isLater: Bool, goesOn: Bool) -> [String] {
        [isLater ? rows.first : nil, goesOn ? rows.last : nil].compactMap(\.self).compactMap(orderNumber)
    }

    private static func orderNumber(_ row: JSONNode) -> String? {
        PayloadReader().id("orderNumber", of: row)
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

    /// Turkish wall time: `2026-03-01 15:30`, which is what it takes.
    private static func text(_ time: Timestamp) -> String {
        String((time + .seconds(3 * 3600)).rfc3339.prefix(16)).replacing("T", with: " ")
    }
}
