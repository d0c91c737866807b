/// What one order may cost, in counts: they hardly depend on the machine or on what else it does, as times do.
struct CountGate: Sendable {
    struct Limit: Sendable {
        var measured: Double
        /// The share above what was measured that is still let pass.
        var margin: Double

        var most: Double { measured * (1 + margin) }
    }

    struct Finding: Sendable {
        var name: String
        var was: Double
        var most: Double
        /// nil when it could not be counted.
        var found: Double?

        var isBroken: Bool { found.map { $0 > most } ?? true }
    }

    static let names = ["envelopes", "amqpMessages", "commits", "statements", "rowsWritten"]
    static let usualMargin = 0.15

    var limits: [(name: String, limit: Limit)] = []

    static func counts(of cost: OrderCost) -> [String: Double] {
        var counts = [
            "envelopes": cost.envelopes, "amqpMessages": cost.amqpMessages, "commits": cost.commits,
            "rowsWritten": cost.rowsWritten,
        ]
        counts["statements"] = cost.statements
        return counts
    }

    /// A count that was not made, or made as zero, is broken: a meter that does not work must not let everything pass.
    func findings(on counts: [String: Double]) -> [Finding] {
        limits.map { name, limit in
            Finding(
                name: name, was: limit.measured, most: limit.most, found: counts[name].flatMap { $0 > 0 ? $0 : nil })
        }
    }

    /// The same limits around new counts.
    func renewed(by counts: [String: Double]) -> CountGate {
        let margins = Dictionary(limits.map { ($0.name, $0.limit.margin) }) { first, _ in first }
        return CountGate(
            limits: Self.names.compactMap { name in
                counts[name].map { (name, Limit(measured: $0, margin: margins[name] ?? Self.usualMargin)) }
            })
    }

    static func text(_ findings: [Finding]) -> String {
        var table = TextTable(
            "an order's", .number("was"), .number("may be"), .number("is"), "")
        for finding in findings {
            table.add(
                finding.name, finding.was.fixed(2), finding.most.fixed(2),
                finding.found.map { $0.fixed(2) } ?? "not counted",
                finding.isBroken ? "TOO MUCH" : "")
        }
        let broken = findings.filter(\.isBroken).map { finding in
            """
            \(finding.name) of an order was \(finding.was.fixed(2)), may be \(finding.most.fixed(2)), \
            is \(finding.found.map { $0.fixed(2) } ?? "not counted")
            """
        }
        let verdict =
            broken.isEmpty ? "the gate is passed" : "the gate is NOT passed: " + broken.joined(separator: "; ")
        return "\(table.render())\n\(verdict)"
    }
}
