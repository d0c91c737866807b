import ChannelStandIns
import Contracts
import FoundationEssentials
import Messaging
import Postgres

/// Orders at a fixed rate, and when each channel heard what they left of the stock.
struct StockBenchRun: Sendable {
    let session: OperatorSession
    let credentials: String
    let rate: Int
    let count: Int
    let articles: Int

    /// Without any progress for so long, the levels are not waited for any longer.
    private static let patience = Duration.seconds(60)

    func run() async throws -> StockBenchResult {
        let catalogue = BenchCatalogue.part(0..<articles * 2)
        // Twice an article's share of the orders, and no more of it at all sites than Trendyol lists.
        let share = BenchOrders.mostUnitsPerOrder * count / articles
        let units = min(100 + 2 * share, 20_000 / BenchCatalogue.sites.count)
        try await BenchCatalogue.load(catalogue, units: units, in: session)
        return try await BenchChannels.with(catalogue.articles, credentials: credentials, in: session) { channels in
            try await measure(channels, skus: catalogue.articles.map(\.sku))
        }
    }

    private func measure(_ channels: BenchChannels, skus: [String]) async throws -> StockBenchResult {
        try await waitUntilTold(channels, skus, "told to begin with")
        let before = try await levels(skus)
        let ledger = try await session.database(.inventory).query(BenchQueries.ledgerEnd).first?.int64(0) ?? 0
        let (heard, called) = (await channels.told(), await channels.calls())
        let start = Timestamp.wallClock
        let maker = BenchOrders(run: "stock-\(start.seconds)")
        let articles = self.articles
        _ = try await BenchSubmission(
            session: session, orders: { maker.order($0, articles: articles, now: $1) }, count: count, rate: rate
        ).run()
        try await BenchFollower(session: session, first: .v7(at: start, entropy: .zero), count: count).waitForAll()
        try await waitUntilTold(channels, skus, "told")

        let stories = try await stories(skus, before, after: ledger)
        var result = StockBenchResult(
            rate: rate, orders: count, articles: articles,
            changes: stories.values.reduce(0) { $0 + $1.count }, conditions: try await BenchConditions.read(session))
        let calls = await channels.calls()
        for (name, all) in await channels.told() {
            var channel = StockBenchResult.Channel()
            channel.calls = (calls[name]?.all ?? 0) - (called[name]?.all ?? 0)
            channel.refusedCalls = (calls[name]?.refused ?? 0) - (called[name]?.refused ?? 0)
            let told = all.dropFirst(heard[name]?.count ?? 0)
            channel.told = told.count
            for (sku, moments) in Dictionary(grouping: told, by: \.sku) {
                guard let story = stories[sku] else {
                    channel.unchanged += moments.count
                    continue
                }
                let hearing = story.hearing(moments.map { .init(at: $0.at * 1000, units: $0.quantity) })
                hearing.delays.forEach { channel.delays.record($0) }
                channel.stale += hearing.stale
                channel.repeated += hearing.repeated
                channel.unheard += hearing.unheard
            }
            result.channels[name] = channel
        }
        return result
    }

    /// What became of the level of each article that was sold.
    private func stories(
        _ skus: [String], _ before: [String: Int], after ledger: Int64
    ) async throws -> [String: LevelStory] {
        var (units, changes) = (before, [String: [LevelStory.Moment]]())
        for row in try await session.database(.inventory).query(BenchQueries.levelChanges, ledger, skus) {
            let sku = try row.string(0)
            units[sku, default: 0] += try row.int(2)
            changes[sku, default: []].append(.init(at: try row.timestamp(1), units: units[sku, default: 0]))
        }
        return try changes.mapValues { changes in
            guard let story = LevelStory(changes) else {
                throw OperatorError("goods came back while it was measured: only sales tell how new a level is")
            }
            return story
        }
    }

    private func levels(_ skus: [String]) async throws -> [String: Int] {
        let rows = try await session.database(.inventory).query(BenchQueries.levels, skus)
        return Dictionary(try rows.map { (try $0.string(0), try $0.int(1)) }) { first, _ in first }
    }

    /// Waits until every channel has every level as it is.
    private func waitUntilTold(_ channels: BenchChannels, _ skus: [String], _ what: String) async throws {
        var bar = ProgressBar("levels \(what)")
        let all = skus.count * channels.channels.count
        var (least, lastProgress) = (Int.max, ContinuousClock.now)
        while true {
            let differences = await channels.differences(from: try await levels(skus))
            let left = differences.values.reduce(0, +)
            if left < least { (least, lastProgress) = (left, .now) }
            bar.show(all - left, of: all)
            if left == 0 { return bar.end() }
            guard ContinuousClock.now - lastProgress < Self.patience else {
                let names = differences.sorted { $0.key < $1.key }.map { "\($0.value) at \($0.key)" }
                throw OperatorError(
                    "levels that channels do not have: \(names.joined(separator: ", "))",
                    advice: "channel_stock says what each was told; does order-intake read keys from \(credentials)?")
            }
            try await Task.sleep(for: .milliseconds(500))
        }
    }
}
