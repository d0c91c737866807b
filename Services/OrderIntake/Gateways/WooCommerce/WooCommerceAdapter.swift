import Contracts
import WireJSON

/// WooCommerce's REST interface, version 3. <https://woocommerce.github.io/woocommerce-rest-api-docs/>
package struct WooCommerceAdapter: ChannelAdapter {
    package let channel = "woocommerce"
    /// None is published: so much a small shop's server bears.
    package let limits = [RateLimit("rest", capacity: 20, perSecond: 5)]
    /// A failed delivery is never tried again.
    package let polling = PollRules(hasWebhooks: true)

    /// Variations are told article by article.
    package let stockBatchSize = 50

    package let told: Set<ChannelPush.Kind> = [.fulfilment, .cancellation, .refund, .stock]
    package let hearsFromShopAlone = true
    package let completesWhenTold = true

    private static let pageSize = 100

    package init() {}

    package func authorise(_ call: inout ChannelCall, over link: ChannelLink) async throws(ChannelFailure) {
        call.addBasic(try link.credential("key"), try link.credential("secret"))
    }

    package func poll(_ position: PollPosition, over link: ChannelLink) async throws(ChannelFailure) -> PollPage {
        // What is in the trash is listed only to who asks for just that.
        let isTrash = position.cursor?.hasPrefix(Self.trash) == true
        let cursor = KeysetCursor(
            isTrash ? position.cursor.map { String($0.dropFirst(Self.trash.count)) } : position.cursor,
            orSince: position.since)
        let size = link.pageSize(Self.pageSize)
        let answer = try await link.call(
            ChannelCall(
                "GET", "/wp-json/wc/v3/orders",
                query: [
                    // It leaves out the moment itself, and its times are whole seconds.
                    ("modified_after", Self.text(cursor.since - .seconds(1))),
                    ("modified_before", Self.text(position.until + .seconds(1))), ("dates_are_gmt", "true"),
                    ("orderby", "modified"), ("order", "asc"), ("per_page", String(size)),
                    ("page", String(cursor.page + 1)), ("status", isTrash ? "trash" : "any"),
                ])
        ).expectSuccess()
        let root = try answer.json()
        let orders = WooCommerceMapping().orders(in: root)
        let documents = try await withRefunds(orders, since: cursor.since, over: link)
        let isCut = documents.count < orders.count
        let read = isCut ? orders.prefix(documents.count).map(\.self) : root.elements.map(\.self)
        let next = cursor.next(
            isFull: isCut || root.count >= size, lastChange: read.compactMap(Self.change(of:)).max(),
            resolution: .seconds(1))
        return PollPage(
            documents: documents, next: isTrash ? next.map { Self.trash + $0.text } : next?.text ?? Self.trash)
    }

    /// What the cursor begins with in the second half of a round.
    private static let trash = "trash:"

    /// How many orders are asked about in one page, where the next can begin behind them: each costs a call, and an effect has
    /// its time.
    private static let mostAsked = 25

    /// The orders, those that may still be sent with the lines of their refunds. Where a shop refuses these the refunds are money
    /// alone: one order must not keep all others from being read.
    /// - Returns: fewer when more would have to be asked about.
    private func withRefunds(
        _ orders: [JSONNode], since: Timestamp, over link: ChannelLink
    ) async throws(ChannelFailure) -> [[UInt8]] {
        var documents: [[UInt8]] = []
        var asked = 0
        for order in orders {
            guard let id = order["id"]?.text, order["refunds"]?.count ?? 0 > 0, !WooCommerceOrderReader.isOver(order)
            else {
                documents.append(Array(order.rawBytes))
                continue
            }
            let isBehind = documents.indices.last.flatMap { Self.change(of: orders[$0]) }.map { $0 > since } ?? false
            if asked >= Self.mostAsked, isBehind { break }
            asked += 1
            let answer = try await link.call(
                ChannelCall("GET", "\(Self.path(id))/refunds", query: [("per_page", "100")]))
            documents.append(
                WooCommerceOrderReader.putting(answer.isSuccess ? try answer.json() : nil, into: order))
        }
        return documents
    }

    /// To the second.
    private static func change(of order: JSONNode) -> Timestamp? {
        order["date_modified_gmt"]?.string.flatMap(time)
    }

    /// `2026-03-01T12:30:00`, without a zone.
    private static func text(_ time: Timestamp) -> String {
        String(Timestamp(seconds: time.seconds).rfc3339.prefix { $0 != "Z" && $0 != "." })
    }

    private static func time(_ text: String) -> Timestamp? {
        Timestamp(rfc3339: text.hasSuffix("Z") ? text : text + "Z")
    }
}
