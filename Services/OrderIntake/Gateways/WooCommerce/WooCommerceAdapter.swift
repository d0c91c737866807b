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

    private static let pageSize = 100

    package init() {}

    package func authorise(_ call: inout ChannelCall, over link: ChannelLink) async throws(ChannelFailure) {
        call.addBasic(try link.credential("key"), try link.credential("secret"))
    }

    package func poll(_ position: PollPosition, over link: ChannelLink) async throws(ChannelFailure) -> PollPage {
        let cursor = KeysetCursor(position)
        let size = link.pageSize(Self.pageSize)
        let answer = try await link.call(
            ChannelCall(
                "GET", "/wp-json/wc/v3/orders",
                query: [
                    // It leaves out the moment itself, and its times are whole seconds.
                    ("modified_after", Self.text(cursor.since - .seconds(1))),
                    ("modified_before", Self.text(position.until + .seconds(1))), ("dates_are_gmt", "true"),
                    ("orderby", "modified"), ("order", "asc"), ("per_page", String(size)),
                    ("page", String(cursor.page + 1)), ("status", "any"),
                ])
        ).expectSuccess()
        let root = try answer.json()
        let lastChange = root.elements.compactMap { $0["date_modified_gmt"]?.string.flatMap(Self.time) }.max()
        let next = cursor.next(isFull: root.count >= size, lastChange: lastChange, resolution: .seconds(1))
        return PollPage(documents: WooCommerceMapping().documents(in: root), next: next?.text)
    }

    /// `2026-03-01T12:30:00`, without a zone.
    private static func text(_ time: Timestamp) -> String {
        String(Timestamp(seconds: time.seconds).rfc3339.prefix { $0 != "Z" && $0 != "." })
    }

    private static func time(_ text: String) -> Timestamp? {
        Timestamp(rfc3339: text.hasSuffix("Z") ? text : text + "Z")
    }
}
