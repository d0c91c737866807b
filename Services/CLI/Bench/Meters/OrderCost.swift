import WireJSON

/// What one order took, of everything: the difference of two readings over the number of orders between them.
struct OrderCost: Sendable {
    let orders: Int
    let before: BenchMeters.Reading
    let after: BenchMeters.Reading

    private func perOrder(_ value: Double) -> Double { value / Double(max(1, orders)) }

    private func perOrder(_ path: KeyPath<BenchMeters.Reading, Int64>) -> Double {
        perOrder(Double(after[keyPath: path] - before[keyPath: path]))
    }

    var commits: Double { perOrder(\.database.commits) }
    var logBytes: Double { perOrder(\.database.logBytes) }
    var amqpMessages: Double { perOrder(Double(after.broker.published - before.broker.published)) }
    var deliveries: Double { perOrder(Double(after.broker.delivered - before.broker.delivered)) }

    /// Envelopes that were handled, which may share an AMQP message.
    var envelopes: Double { envelopesByService.reduce(0) { $0 + $1.1 } }
    var envelopesByService: [(String, Double)] { perOrder(after.services.envelopes, before.services.envelopes) }

    /// nil without pg_stat_statements.
    var statements: Double? {
        after.database.statements.isEmpty ? nil : statementsByCost.reduce(0) { $0 + $1.calls }
    }

    var databaseMilliseconds: Double { statementsByCost.reduce(0) { $0 + $1.milliseconds } }

    /// CPU milliseconds per order by process, the dearest first.
    var cpu: [(String, Double)] {
        perOrder(after.processes?.cpu ?? [:], before.processes?.cpu ?? [:]).map { ($0.0, $0.1 * 1000) }
            .sorted { $0.1 > $1.1 }
    }

    var cpuOfAll: Double { cpu.reduce(0) { $0 + $1.1 } }

    /// CPU seconds that anything else on this machine used meanwhile, the benchmark itself and its mail sink among them.
    var cpuOfOthers: Double {
        guard let after = after.processes, let before = before.processes else { return 0 }
        return after.machine - before.machine - cpuOfAll * Double(orders) / 1000
    }

    struct Table: Sendable {
        var name: String
        var inserted: Double
        var updated: Double
        var updatedInPlace: Double
        var deleted: Double

        var written: Double { inserted + updated + deleted }
    }

    /// Rows written per order, the most first.
    var tables: [Table] {
        after.database.tables.compactMap { name, rows -> Table? in
            let earlier = before.database.tables[name]
            func difference(_ path: KeyPath<DatabaseMeter.Rows, Int64>) -> Double {
                perOrder(Double(rows[keyPath: path] - (earlier?[keyPath: path] ?? 0)))
            }
            let table = Table(
                name: name, inserted: difference(\.inserted), updated: difference(\.updated),
                updatedInPlace: difference(\.updatedInPlace), deleted: difference(\.deleted))
            return table.written > 0 ? table : nil
        }.sorted { ($1.written, $0.name) < ($0.written, $1.name) }
    }

    var rowsWritten: Double { tables.reduce(0) { $0 + $1.written } }

    struct StatementCost: Sendable {
        var role: String
        var text: String
        var calls: Double
        var milliseconds: Double
        var rows: Double
    }

    /// Per order, the dearest first. The benchmark's own reading is not among them.
    var statementsByCost: [StatementCost] {
        after.database.statements.compactMap { id, after -> StatementCost? in
            let earlier = before.database.statements[id]
            let calls = after.calls - (earlier?.calls ?? 0)
            guard calls > 0, after.role.hasPrefix("waybill_"), !after.role.hasSuffix("admin"),
                !after.role.hasSuffix("reader"), after.role != "waybill_operator"
            else { return nil }
            return StatementCost(
                role: String(after.role.dropFirst("waybill_".count)), text: after.text,
                calls: perOrder(Double(calls)),
                milliseconds: perOrder(after.milliseconds - (earlier?.milliseconds ?? 0)),
                rows: perOrder(Double(after.rows - (earlier?.rows ?? 0))))
        }.sorted { $0.milliseconds > $1.milliseconds }
    }

    /// The mean of messages in one transaction, by service.
    var batchSizes: [(String, Double)] {
        let sizes = difference(after.services.batched, before.services.batched)
        let counts = difference(after.services.batches, before.services.batches)
        return sizes.compactMap { name, sum in
            guard let count = counts[name], count > 0 else { return nil }
            return (name, sum / count)
        }.sorted { $0.0 < $1.0 }
    }

    /// How many transactions had how many messages, by service: batches of more than the size before and at most this one.
    /// The last is infinite.
    var batchSizeCounts: [(String, [(upTo: Double, batches: Double)])] {
        after.services.sizes.map { name, sizes in
            let earlier = before.services.sizes[name] ?? [:]
            let sums = sizes.map { (upTo: Double($0.key) ?? .infinity, batches: $0.value - (earlier[$0.key] ?? 0)) }
                .sorted { $0.upTo < $1.upTo }
            let counts = sums.indices.map { index in
                (upTo: sums[index].upTo, batches: sums[index].batches - (index > 0 ? sums[index - 1].batches : 0))
            }
            return (name, counts.filter { $0.batches > 0 })
        }.sorted { $0.0 < $1.0 }
    }

    /// The size that so many of the batches did not exceed, as exactly as the service counts sizes; nil without any.
    static func batchSize(_ share: Double, of counts: [(upTo: Double, batches: Double)]) -> Double? {
        let total = counts.reduce(0) { $0 + $1.batches }
        var sum = 0.0
        for (upTo, batches) in counts {
            sum += batches
            if sum >= share * total { return upTo }
        }
        return nil
    }

    /// Bytes by process.
    var memory: [(String, Int)] { (after.processes?.memory ?? [:]).sorted { $0.value > $1.value } }

    private func difference(_ after: [String: Double], _ before: [String: Double]) -> [String: Double] {
        after.reduce(into: [:]) { $0[$1.key] = $1.value - (before[$1.key] ?? 0) }
    }

    private func perOrder(_ after: [String: Double], _ before: [String: Double]) -> [(String, Double)] {
        difference(after, before).map { ($0.key, perOrder($0.value)) }.sorted { $0.0 < $1.0 }
    }
}
