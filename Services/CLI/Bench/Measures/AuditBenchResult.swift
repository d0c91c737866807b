import WireJSON

struct AuditBenchResult: Sendable {
    /// That were in the database before.
    var orders: Int
    var rate: Int
    /// Of the audit that was measured.
    var report: AuditReport
    /// Of the orders that flowed meanwhile.
    var latency: RateResult
    var conditions: BenchConditions

    private var changed: Int { report.findings.first { $0.id == "A1" }?.checked ?? 0 }

    var json: JSONValue {
        .object([
            ("measure", .string("audit")), ("orders", .int(orders)), ("rate", .int(rate)),
            ("seconds", .decimal(report.took.inSeconds)), ("changedOrders", .int(changed)), ("report", report.json),
            ("latency", latency.json), ("conditions", conditions.json),
        ])
    }

    var text: String {
        """
        \(changed) changed orders beside \(orders) others audited in \(report.took.short) while \(rate)/s flowed: \
        \(report.isClean ? "clean" : report.text)
        submit to released to the warehouse meanwhile: \(latency.released.text)
        \(conditions.text)
        """
    }
}
