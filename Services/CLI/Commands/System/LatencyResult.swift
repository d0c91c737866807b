import WireJSON

/// Durations of many orders.
struct LatencyResult: Sendable {
    let rate: Int
    /// Sorted.
    private let durations: [Duration]
    /// Orders that did not get there in time.
    let missing: Int

    init(rate: Int, durations: [Duration], missing: Int) {
        self.rate = rate
        self.durations = durations.sorted()
        self.missing = missing
    }

    /// The smallest duration that `share` of all orders did not exceed (nearest rank); nil without orders.
    func quantile(_ share: Double) -> Duration? {
        guard !durations.isEmpty else { return nil }
        let rank = Int((share * Double(durations.count)).rounded(.up))
        return durations[min(max(rank, 1), durations.count) - 1]
    }

    private var figures: [(String, Duration)] {
        [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("max", 1)].compactMap { name, share in
            quantile(share).map { (name, $0) }
        }
    }

    func describe() -> String {
        let heading = "submit to released to the warehouse, \(durations.count) orders at \(rate)/s"
        let line = figures.map { "\($0.0) \(Self.milliseconds($0.1)) ms" }.joined(separator: ", ")
        return "\(heading): \(line)" + (missing > 0 ? "\n\(missing) orders did not get there" : "")
    }

    var json: JSONValue {
        .object(
            [("orders", .int(durations.count)), ("missing", .int(missing)), ("rate", .int(rate))]
                + figures.map { ("\($0.0)Milliseconds", .number(text: Self.milliseconds($0.1))) })
    }

    private static func milliseconds(_ duration: Duration) -> String {
        let tenths = duration.components.seconds * 10_000 + duration.components.attoseconds / 100_000_000_000_000
        return "\(tenths / 10).\(tenths % 10)"
    }
}
