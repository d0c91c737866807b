import WireJSON

struct GrowthResult: Sendable {
    var empty: ThroughputResult
    var seed: SeedResult
    var full: ThroughputResult

    private var ratio: Double { full.ordersPerSecond / empty.ordersPerSecond }

    var json: JSONValue {
        .object([
            ("measure", .string("growth")), ("ratio", .decimal(ratio)), ("empty", empty.json), ("seed", seed.json),
            ("full", full.json),
        ])
    }

    var text: String {
        """
        empty: \(empty.ordersPerSecond.fixed(0)) orders/s, \(empty.cost.cpuOfAll.fixed(2)) ms CPU an order
        \(seed.text)
        full:  \(full.ordersPerSecond.fixed(0)) orders/s, \(full.cost.cpuOfAll.fixed(2)) ms CPU an order
        full / empty: \(ratio.fixed(2))
        \(full.conditions.text)
        """
    }
}
