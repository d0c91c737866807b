import Contracts
import FoundationEssentials
import Messaging
import Postgres
import WireJSON

/// SQL of the feeds: `intake_order` and `order_status`, read without locks. The list of channels is that of the indexes, which a
/// planner that does not know the parameters can use only so.
enum OrderFeedTable {
    /// The window has no end but for when an order came: else one that changes while pages are turned would leave the
    /// window, and move another from the next page to the one before.
    private static let count = Statement(
        "order_feed_count",
        """
        WITH touched AS (
            SELECT id FROM intake_order
            WHERE channel = $1::text AND shop = $2::text AND updated_at >= $3::timestamptz
              AND channel IN ('amazon', 'hepsiburada', 'magento', 'n11', 'shopify', 'trendyol', 'woocommerce')
            UNION
            SELECT order_id FROM order_status
            WHERE channel = $1::text AND shop = $2::text AND changed_at >= $3::timestamptz)
        SELECT count(*) FROM touched JOIN intake_order o USING (id) WHERE o.received_at <= $4::timestamptz
        """)

    private static let page = Statement(
        "order_feed_page",
        """
        WITH touched AS (
            SELECT id FROM intake_order
            WHERE channel = $1::text AND shop = $2::text AND updated_at >= $3::timestamptz
              AND channel IN ('amazon', 'hepsiburada', 'magento', 'n11', 'shopify', 'trendyol', 'woocommerce')
            UNION
            SELECT order_id FROM order_status
            WHERE channel = $1::text AND shop = $2::text AND changed_at >= $3::timestamptz)
        SELECT o.content, o.recorded_reason, s.headline, greatest(o.updated_at, s.changed_at), s.remaining,
            (SELECT jsonb_agg(p.content) FROM channel_push p WHERE p.order_id = o.id AND p.kind = 'fulfilment')
        FROM touched JOIN intake_order o USING (id) LEFT JOIN order_status s ON s.order_id = o.id
        WHERE o.received_at <= $4::timestamptz
        ORDER BY o.received_at, o.external_id
        LIMIT $5::int8 OFFSET $6::int8
        """)

    private static let find = Statement(
        "order_feed_find",
        """
        SELECT o.content, o.recorded_reason, s.headline, greatest(o.updated_at, s.changed_at), s.remaining,
            (SELECT jsonb_agg(p.content) FROM channel_push p WHERE p.order_id = o.id AND p.kind = 'fulfilment')
        FROM intake_order o LEFT JOIN order_status s ON s.order_id = o.id
        WHERE o.channel = $1::text AND o.shop = $2::text
          AND o.channel IN ('amazon', 'hepsiburada', 'magento', 'n11', 'shopify', 'trendyol', 'woocommerce')
          AND (o.id = $4::uuid OR $4::uuid IS NULL AND o.content ->> 'number' = $3::text)
        ORDER BY o.external_id LIMIT 3
        """)

    /// In `channel_stock`: all that the shop was ever to be told.
    private static let stock = Statement(
        "order_feed_stock",
        """
        SELECT sku, units FROM channel_stock WHERE channel = $1::text AND shop = $2::text
        ORDER BY sku LIMIT $3::int8 OFFSET $4::int8
        """)

    static func levels(of shop: ShopKey, page: Int, in transaction: inout Transaction) throws -> [FeedLevel] {
        let size = Int64(FeedLevel.pageSize)
        return try transaction.run(stock, shop.channel, shop.shop, size + 1, size * Int64(page - 1)).map {
            FeedLevel(sku: try $0.string(0), units: try $0.int(1))
        }
    }

    static func page(
        of shop: ShopKey, _ window: FeedWindow, in transaction: inout Transaction
    ) throws -> FeedPage {
        let (from, to) = (window.from.postgresTimestamp, window.to.postgresTimestamp)
        let total = try transaction.send(count, shop.channel, shop.shop, from, to)
        let rows = try transaction.send(
            page, shop.channel, shop.shop, from, to, Int64(FeedPage.size), Int64((window.page - 1) * FeedPage.size))
        let counted = try transaction.read(total).first?.int(0) ?? 0
        return FeedPage(orders: try transaction.read(rows).map(read), total: counted)
    }

    static func find(
        _ number: String, id: UUID?, of shop: ShopKey, in transaction: inout Transaction
    ) throws -> [FeedOrder] {
        try transaction.run(find, shop.channel, shop.shop, number, id).map(read)
    }

    /// Also where a person gave up telling it: it has left all the same.
    private static func handedOver(in pushes: [ChannelPush]) -> [LineQuantity] {
        pushes.flatMap { push -> [LineQuantity] in
            guard case .fulfilment(let content) = push else { return [] }
            return content.lines
        }
    }

    private static func read(_ row: PostgresRow) throws -> FeedOrder {
        let content = try JSONDocument(parsing: try row.json(0), limits: .order).root
        return FeedOrder(
            order: try Order(from: content),
            recordedReason: try row.stringOrNil(1).map(RecordedReason.init(rawValue:)),
            headline: try row.stringOrNil(2).map(HeadlineStatus.init(rawValue:)),
            remaining: try row.jsonOrNil(4).map { try [LineQuantity].parse($0) } ?? [],
            handedOver: try row.jsonOrNil(5).map { try handedOver(in: [ChannelPush].parse($0)) } ?? [],
            modifiedAt: Timestamp(microseconds: try row.timestamp(3)))
    }
}
