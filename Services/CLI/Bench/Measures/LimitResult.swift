import WireJSON

struct LimitResult: Sendable {
    var orders: Int
    var limit: LimitRun.Figures
    /// nil when only the reference was measured.
    var ours: ThroughputResult?
    var conditions: BenchConditions

    private var ordersPerSecond: Double { Double(orders) / limit.seconds }
    private var share: Double? { ours.map { $0.ordersPerSecond / ordersPerSecond } }

    var json: JSONValue {
        .object([
            ("measure", .string("limit")), ("orders", .int(orders)), ("ordersPerSecond", .decimal(ordersPerSecond)),
            ("brokerOrdersPerSecond", .decimal(Double(orders) / limit.brokerSeconds)),
            ("databaseOrdersPerSecond", .decimal(Double(orders) / limit.databaseSeconds)),
            ("share", share.map { .decimal($0) } ?? .null), ("ours", ours?.json ?? .null),
            ("conditions", conditions.json),
        ])
    }

    var text: String {
        let reference = """
            reference: \(ordersPerSecond.fixed(0)) orders/s (broker done after \(limit.brokerSeconds.fixed(1)) s, database after \
            \(limit.databaseSeconds.fixed(1)) s)
            """
        guard let ours, let share else { return "\(reference)\n\(conditions.text)" }
        return """
            \(reference)
            Waybill: \(ours.ordersPerSecond.fixed(0)) orders/s, \((share * 100).fixed(0)) % of it
            \(conditions.text)
            """
    }
}
