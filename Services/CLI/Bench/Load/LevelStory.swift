/// What became of one article's level while it was sold, and when a channel heard of it.
struct LevelStory: Sendable {
    struct Moment: Sendable, Hashable {
        /// Microseconds since 1970.
        var at: Int64
        var units: Int
    }

    /// What one channel's hearing comes to.
    struct Hearing: Sendable, Hashable {
        /// Microseconds from each change until the channel was told a level at least that new.
        var delays: [Int64] = []
        /// Changes that it was never told of, nor of any behind them.
        var unheard = 0
        /// Told an older level behind a newer one.
        var stale = 0
        /// Told what it was told before.
        var repeated = 0
    }

    /// Only sales: each level is below the one before, so that a level says how new it is.
    private let changes: [Moment]

    /// - Parameter changes: in the order of the ledger. Those of one transaction have one time, and nobody saw any but the
    ///   last.
    /// - Returns: nil when goods came back in between.
    init?(_ changes: [Moment]) {
        var seen: [Moment] = []
        for change in changes {
            if let last = seen.last {
                guard change.units < last.units else { return nil }
                if last.at == change.at { seen.removeLast() }
            }
            seen.append(change)
        }
        self.changes = seen
    }

    var count: Int { changes.count }

    /// What may be sold in the end.
    var last: Int? { changes.last?.units }

    /// - Parameter told: what a channel was told since before the first change, in the order in which it was.
    func hearing(_ told: [Moment]) -> Hearing {
        var hearing = Hearing()
        var next = 0
        var lowest: Int?
        for moment in told {
            if let lowest, moment.units > lowest { hearing.stale += 1 }
            if moment.units == lowest { hearing.repeated += 1 }
            lowest = min(lowest ?? .max, moment.units)
            while next < changes.count, changes[next].units >= moment.units {
                hearing.delays.append(moment.at - changes[next].at)
                next += 1
            }
        }
        hearing.unheard = changes.count - next
        return hearing
    }
}
