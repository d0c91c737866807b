import Contracts
import Messaging

/// Tells a shop's channel of stock, one batch after the other.
enum StockTelling {
    /// Begins the next batch, unless one is under way or nothing is due.
    static func begin(
        _ shop: ShopKey, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) {
        guard rows.shops[shop]?.connection != nil else { return }
        var feed = rows.feeds[shop] ?? StockFeed(shop: shop)
        guard !feed.isUnderway else { return }
        let due = rows.levels.rows.filter { $0.key.shop == shop && $0.isDue }.sorted(by: ToldLevel.isNext)
        guard !due.isEmpty else { return }
        feed.ordinal += 1
        feed.isUnderway = true
        rows.feeds[shop] = feed
        let push = ChannelPush.stock(due.prefix(ChannelDirectory.stockBatchSize(of: shop.channel)).map(\.item))
        out.perform(
            EffectRequest(
                kind: StockDone.effectKind, key: feed.effectKey,
                request: PushRequest(shop: shop, push: push, key: feed.effectKey), command: context.command))
    }

    /// The batch is over: its levels are told, and what has changed meanwhile follows.
    static func end(
        _ items: [ChannelPush.StockItem], of shop: ShopKey, refused: (ChannelPush.StockItem) -> String?,
        _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) {
        let ordinal = rows.feeds[shop]?.ordinal ?? 0
        for item in items {
            rows.levels[ToldLevel.Key(shop: shop, sku: item.sku)]?.tell(item, in: ordinal, refusal: refused(item))
        }
        rows.feeds[shop]?.isUnderway = false
        begin(shop, context, &rows, &out)
    }
}
