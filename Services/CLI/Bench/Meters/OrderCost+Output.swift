import WireJSON

extension OrderCost {
    var json: JSONValue {
        .object([
            ("envelopes", .decimal(envelopes)), ("amqpMessages", .decimal(amqpMessages)),
            ("amqpDeliveries", .decimal(deliveries)), ("commits", .decimal(commits)),
            ("statements", statements.map { .decimal($0) } ?? .null),
            ("rowsWritten", .decimal(rowsWritten)),
            ("logBytes", .decimal(logBytes)), ("cpuMilliseconds", .decimal(cpuOfAll)),
            ("cpuMillisecondsOf", .object(cpu.map { ($0.0, .decimal($0.1)) })),
            ("cpuSecondsOfOthers", .decimal(cpuOfOthers)),
            ("memoryBytesOf", .object(memory.map { ($0.0, .int($0.1)) })),
            ("batchSizeOf", .object(batchSizes.map { ($0.0, .decimal($0.1)) })),
            (
                "batchSizesOf",
                .object(
                    batchSizeCounts.map { name, counts in
                        let members = counts.map { size in
                            (
                                "upTo\(size.upTo.isFinite ? size.upTo.fixed(0) : "Infinity")",
                                JSONValue.decimal(size.batches)
                            )
                        }
                        return (name, .object(members))
                    })
            ),
            ("envelopesOf", .object(envelopesByService.map { ($0.0, .decimal($0.1)) })),
            (
                "tables",
                .object(
                    tables.map { table in
                        (
                            table.name,
                            .object([
                                ("inserted", .decimal(table.inserted)), ("updated", .decimal(table.updated)),
                                ("updatedInPlace", .decimal(table.updatedInPlace)),
                                ("deleted", .decimal(table.deleted)),
                            ])
                        )
                    })
            ),
            (
                "dearestStatements",
                .array(
                    statementsByCost.prefix(40).map { statement in
                        .object([
                            ("role", .string(statement.role)), ("calls", .decimal(statement.calls)),
                            ("milliseconds", .decimal(statement.milliseconds)), ("rows", .decimal(statement.rows)),
                            ("text", .string(statement.text)),
                        ])
                    })
            ),
        ])
    }

    var text: String {
        var table = TextTable("per order", .number("amount"))
        for (name, value) in [
            ("envelopes handled", envelopes), ("AMQP messages published", amqpMessages),
            ("AMQP messages delivered", deliveries), ("commits", commits), ("statements", statements ?? .nan),
            ("rows written", rowsWritten), ("write-ahead log, KB", logBytes / 1000),
            ("CPU of all, ms", cpuOfAll),
        ] where !value.isNaN {
            table.add(name, value.fixed(2))
        }
        for (name, value) in cpu { table.add("  CPU of \(name), ms", value.fixed(2)) }
        var services = TextTable(
            "service", .number("envelopes an order"), .number("messages a batch, mean"), .number("p50 up to"),
            .number("p90"), .number("p99"), .number("batches"))
        let means = Dictionary(batchSizes) { first, _ in first }
        let sizes = Dictionary(batchSizeCounts) { first, _ in first }
        for (name, value) in envelopesByService {
            let counts = sizes[name] ?? []
            let quantiles = [0.5, 0.9, 0.99].map { share in
                OrderCost.batchSize(share, of: counts).map { $0.isFinite ? $0.fixed(0) : "more" } ?? ""
            }
            services.add(
                cells: [name, value.fixed(1), means[name].map { $0.fixed(1) } ?? ""] + quantiles
                    + [counts.reduce(0) { $0 + $1.batches }.fixed(0)])
        }
        var memory = TextTable("process", .number("peak memory, MB"))
        for (name, bytes) in self.memory { memory.add(name, (Double(bytes) / 1e6).fixed(0)) }
        return [table, services, memory].filter { !$0.isEmpty }.map { $0.render() }.joined(separator: "\n\n")
    }

    /// Where the database's work of one order goes.
    var profile: String {
        var tables = TextTable(
            "table", .number("inserted"), .number("updated"), .number("of them in place"), .number("deleted"))
        for table in self.tables where table.written >= 0.01 {
            tables.add(
                table.name, table.inserted.fixed(2), table.updated.fixed(2), table.updatedInPlace.fixed(2),
                table.deleted.fixed(2))
        }
        var statements = TextTable(
            .number("us"), .number("calls"), .number("rows"), "service", "statement")
        for statement in statementsByCost.prefix(50) {
            statements.add(
                (statement.milliseconds * 1000).fixed(1), statement.calls.fixed(3), statement.rows.fixed(2),
                statement.role, statement.text)
        }
        return [tables, statements].filter { !$0.isEmpty }.map { $0.render() }.joined(separator: "\n\n")
    }
}

extension JSONValue {
    static func decimal(_ value: Double) -> JSONValue { .number(text: value.fixed(4)) }
}
