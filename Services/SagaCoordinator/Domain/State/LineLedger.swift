/// The units of one order line, by bucket. Units are only ever moved, so that the buckets add up to what was ordered
/// whatever messages come in whatever order; the table checks the sum too.
package struct LineLedger: Hashable, Sendable {
    package let lineID: String
    package let ordered: Int
    private var counts: [Int]

    /// All units pending.
    package init(lineID: String, ordered: Int) {
        self.lineID = lineID
        self.ordered = ordered
        counts = Array(repeating: 0, count: UnitBucket.allCases.count)
        counts[UnitBucket.pending.rawValue] = ordered
    }

    /// - Parameter counts: one per bucket, as stored.
    package init(lineID: String, ordered: Int, counts: [Int]) {
        self.lineID = lineID
        self.ordered = ordered
        self.counts = counts
    }

    package subscript(bucket: UnitBucket) -> Int { counts[bucket.rawValue] }

    /// Moves up to `quantity` units, from the first bucket that has any.
    /// - Returns: how many there were to move.
    @discardableResult
    package mutating func move(_ quantity: Int, from sources: [UnitBucket], to target: UnitBucket) -> Int {
        var left = max(0, quantity)
        for source in sources where left > 0 {
            let moved = min(left, counts[source.rawValue])
            counts[source.rawValue] -= moved
            counts[target.rawValue] += moved
            left -= moved
        }
        return max(0, quantity) - left
    }

    package mutating func cancelAll() {
        move(ordered, from: UnitBucket.beforeHandOver, to: .cancelled)
    }

    package func total(_ buckets: [UnitBucket]) -> Int { buckets.reduce(0) { $0 + self[$1] } }
}

extension UnitBucket {
    /// From any of these a unit can still be cancelled.
    static let beforeHandOver: [UnitBucket] = [.pending, .backordered, .reserved, .released, .picked, .packed]
    /// No site has these in hand.
    static let unreleased: [UnitBucket] = [.pending, .backordered, .reserved]
}
