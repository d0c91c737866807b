import WireJSON

struct StockBenchResult: Sendable {
    struct Channel: Sendable {
        /// From the booking of a change to a level at least that new.
        var delays = LatencyHistogram()
        /// Levels that it was told.
        var told = 0
        var calls = 0
        /// Calls beyond its limits.
        var refusedCalls = 0
        /// Levels of articles that did not change.
        var unchanged = 0
        /// Older levels behind newer ones.
        var stale = 0
        /// Levels that it had been told before.
        var repeated = 0
        /// Changes that it did not hear of.
        var unheard = 0
    }

    var rate: Int
    var orders: Int
    var articles: Int
    /// Changes of levels that somebody could see.
    var changes: Int
    var channels: [String: Channel] = [:]
    var conditions: BenchConditions

    /// Only what changed was told, the newest last, and nothing is missing.
    var isTrue: Bool {
        channels.count == 7 && channels.values.allSatisfy { $0.unchanged == 0 && $0.stale == 0 && $0.unheard == 0 }
    }

    /// Over all channels.
    var delays: LatencyHistogram {
        var sum = LatencyHistogram()
        for channel in channels.values { sum.add(channel.delays) }
        return sum
    }

    private var sorted: [(String, Channel)] { channels.sorted { $0.key < $1.key } }

    var json: JSONValue {
        .object([
            ("measure", .string("stock")), ("rate", .int(rate)), ("orders", .int(orders)), ("articles", .int(articles)),
            ("changes", .int(changes)), ("isTrue", .bool(isTrue)), ("changeToTold", delays.json),
            (
                "channels",
                .object(
                    sorted.map { name, channel in
                        (
                            name,
                            .object([
                                ("told", .int(channel.told)), ("calls", .int(channel.calls)),
                                ("refusedCalls", .int(channel.refusedCalls)), ("unchanged", .int(channel.unchanged)),
                                ("stale", .int(channel.stale)), ("repeated", .int(channel.repeated)),
                                ("unheard", .int(channel.unheard)), ("changeToTold", channel.delays.json),
                            ])
                        )
                    })
            ), ("conditions", conditions.json),
        ])
    }

    var text: String {
        var table = TextTable(
            "channel", .number("told"), .number("calls"), .number("refused"), .number("p50 ms"), .number("p90"),
            .number("p95"), .number("p99"), .number("max"))
        for (name, channel) in sorted {
            let delays = [0.5, 0.9, 0.95, 0.99, 1].map { share in
                channel.delays.quantile(share).map { (Double($0) / 1000).fixed(0) } ?? "-"
            }
            table.add(cells: [name, "\(channel.told)", "\(channel.calls)", "\(channel.refusedCalls)"] + delays)
        }
        func sum(_ of: (Channel) -> Int) -> Int { channels.values.reduce(0) { $0 + of($1) } }
        return """
            \(orders) orders at \(rate)/s of \(articles) articles: \(changes) changes of levels, told to \
            \(channels.count) channels
            from booking to a level at least that new: \(delays.text)
            \(table.render())
            levels of unchanged articles \(sum(\.unchanged)), older behind newer \(sum(\.stale)), the same again \
            \(sum(\.repeated)), never heard \(sum(\.unheard))
            \(conditions.text)
            """
    }
}
