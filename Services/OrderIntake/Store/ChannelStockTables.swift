import Contracts
import Messaging
import Postgres

/// SQL of `channel_stock_feed` and `channel_stock`. The feed is locked first: whoever has it has the shop's levels.
enum ChannelStockTables {
    private static let lockFeeds = Statement(
        "channel_stock_feed_lock",
        """
        SELECT channel, shop, ordinal, is_underway
        FROM channel_stock_feed f JOIN unnest($1::text[], $2::text[]) AS k (channel, shop) USING (channel, shop)
        ORDER BY channel, shop FOR NO KEY UPDATE OF f
        """)

    private static let lockLevels = Statement(
        "channel_stock_lock",
        """
        SELECT channel, shop, sku, units, version, told_version, told_units, refusal, barcode, told_in
        FROM channel_stock l JOIN unnest($1::text[], $2::text[], $3::text[]) AS k (channel, shop, sku)
            USING (channel, shop, sku)
        ORDER BY channel, shop, sku FOR NO KEY UPDATE OF l
        """)

    /// The next batch of each shop, unless one is under way and goes on.
    private static let lockDue = Statement(
        "channel_stock_due",
        """
        SELECT l.channel, l.shop, l.sku, l.units, l.version, l.told_version, l.told_units, l.refusal, l.barcode, l.told_in
        FROM (SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::int8[]), unnest($4::bool[]))
            AS k (channel, shop, size, is_ended)
        CROSS JOIN LATERAL (
            SELECT sku FROM channel_stock d
            WHERE d.channel = k.channel AND d.shop = k.shop AND d.told_version < d.version
                AND (k.is_ended OR NOT EXISTS (
                    SELECT FROM channel_stock_feed f
                    WHERE f.channel = k.channel AND f.shop = k.shop AND f.is_underway))
            ORDER BY d.told_in, d.sku LIMIT k.size) AS due
        JOIN channel_stock l ON l.channel = k.channel AND l.shop = k.shop AND l.sku = due.sku
        ORDER BY l.channel, l.shop, l.sku FOR NO KEY UPDATE OF l
        """)

    private static let putFeeds = Statement(
        "channel_stock_feed_put",
        """
        INSERT INTO channel_stock_feed AS f (channel, shop, ordinal, is_underway)
        SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::int8[]), unnest($4::bool[])
        ON CONFLICT (channel, shop) DO UPDATE
        SET ordinal = excluded.ordinal, is_underway = excluded.is_underway, updated_at = now()
        WHERE f.ordinal <= excluded.ordinal
        """)

    private static let insert = Statement(
        "channel_stock_insert",
        """
        INSERT INTO channel_stock (channel, shop, sku, units, version, told_version, told_units, refusal, barcode, told_in)
        SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::int4[]), unnest($5::int8[]),
               unnest($6::int8[]), unnest($7::int4[]), unnest($8::text[]), unnest($9::text[]), unnest($10::int8[])
        """)

    private static let update = Statement(
        "channel_stock_update",
        """
        UPDATE channel_stock l SET units = m.units, version = m.version, told_version = m.told_version,
            told_units = m.told_units, refusal = m.refusal, barcode = m.barcode, told_in = m.told_in, updated_at = now()
        FROM (SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::int4[]), unnest($5::int8[]),
                     unnest($6::int8[]), unnest($7::int4[]), unnest($8::text[]), unnest($9::text[]), unnest($10::int8[]))
            AS m (channel, shop, sku, units, version, told_version, told_units, refusal, barcode, told_in)
        WHERE l.channel = m.channel AND l.shop = m.shop AND l.sku = m.sku
        """)

    struct Tickets {
        var feeds: Ticket?
        var levels: Ticket?
        var due: Ticket?
    }

    static func lock(_ keys: OrderIntakeKeys, in transaction: inout Transaction) throws -> Tickets {
        var tickets = Tickets()
        let feeds = Array(keys.feeds)
        if !feeds.isEmpty {
            tickets.feeds = try transaction.send(lockFeeds, feeds.map(\.channel), feeds.map(\.shop))
        }
        let levels = Array(keys.levels)
        if !levels.isEmpty {
            tickets.levels = try transaction.send(
                lockLevels, levels.map(\.shop.channel), levels.map(\.shop.shop), levels.map(\.sku))
        }
        if !feeds.isEmpty {
            // Those of the batch that is over are due until this transaction has ended: behind them is the next.
            var named: [ShopKey: Int] = [:]
            for level in levels { named[level.shop, default: 0] += 1 }
            tickets.due = try transaction.send(
                lockDue, feeds.map(\.channel), feeds.map(\.shop),
                feeds.map { Int64(ChannelDirectory.stockBatchSize(of: $0.channel) + named[$0, default: 0]) },
                feeds.map { keys.endedFeeds.contains($0) })
        }
        return tickets
    }

    static func read(
        _ tickets: Tickets, into rows: inout OrderIntakeRows, in transaction: inout Transaction
    ) throws {
        if let ticket = tickets.feeds {
            for row in try transaction.read(ticket) {
                let feed = StockFeed(
                    shop: ShopKey(channel: try row.string(0), shop: try row.string(1)), ordinal: try row.int64(2),
                    isUnderway: try row.bool(3))
                rows.feeds.load(feed, as: feed.shop)
            }
        }
        for ticket in [tickets.levels, tickets.due] {
            guard let ticket else { continue }
            for row in try transaction.read(ticket) {
                let level = ToldLevel(
                    key: ToldLevel.Key(
                        shop: ShopKey(channel: try row.string(0), shop: try row.string(1)), sku: try row.string(2)),
                    units: try row.int(3), version: try row.int64(4), barcode: try row.stringOrNil(8),
                    toldVersion: try row.int64(5), toldUnits: try row.intOrNil(6), toldIn: try row.int64(9),
                    refusal: try row.stringOrNil(7))
                rows.levels.load(level, as: level.key)
            }
        }
    }

    static func write(_ rows: OrderIntakeRows, in transaction: inout Transaction) throws {
        let feeds = (rows.feeds.inserted + rows.feeds.updated).sorted { $0.shop < $1.shop }
        if !feeds.isEmpty {
            try transaction.send(
                putFeeds, feeds.map(\.shop.channel), feeds.map(\.shop.shop), feeds.map(\.ordinal),
                feeds.map(\.isUnderway))
        }
        try write(rows.levels.inserted, with: insert, in: &transaction)
        try write(rows.levels.updated, with: update, in: &transaction)
    }

    private static func write(
        _ unsorted: [ToldLevel], with statement: Statement, in transaction: inout Transaction
    ) throws {
        guard !unsorted.isEmpty else { return }
        let levels = unsorted.sorted { $0.key < $1.key }
        try transaction.send(
            statement, levels.map(\.key.shop.channel), levels.map(\.key.shop.shop), levels.map(\.key.sku),
            levels.map { Int32(clamping: $0.units) }, levels.map(\.version), levels.map(\.toldVersion),
            levels.map { $0.toldUnits.map { Int32(clamping: $0) } }, levels.map(\.refusal), levels.map(\.barcode),
            levels.map(\.toldIn))
    }
}
