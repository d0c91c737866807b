import WireJSON

/// The findings of an audit, for people and for programs.
enum AuditReport {
    /// What a person reads of one invariant; programs get all.
    private static let listed = 50

    private static let unchecked = "A8: replaying an order's log against its row is not part of this command yet"

    static func text(_ findings: [AuditFinding]) -> String {
        var table = TextTable("", "what must hold", .number("checked"), .number("broken"))
        for finding in findings {
            table.add(finding.id, finding.title, String(finding.checked), String(finding.violations.count))
        }
        var lines = [table.render()]
        for finding in findings where !finding.violations.isEmpty {
            lines.append("\n\(finding.id) does not hold:")
            lines += finding.violations.prefix(listed).map { "  \($0)" }
            if finding.violations.count > listed {
                lines.append("  and \(finding.violations.count - listed) more; --json lists all")
            }
        }
        let notes = findings.flatMap { finding in finding.notes.map { "\(finding.id): \($0)" } }
        lines.append("\nto know:")
        lines += (notes + [unchecked]).map { "  \($0)" }
        return lines.joined(separator: "\n")
    }

    static func json(_ findings: [AuditFinding]) -> JSONValue {
        .object([
            ("clean", .bool(findings.allSatisfy(\.violations.isEmpty))), ("notChecked", .array([.string("A8")])),
            (
                "invariants",
                .array(
                    findings.map { finding in
                        .object([
                            ("id", .string(finding.id)), ("title", .string(finding.title)),
                            ("checked", .int(finding.checked)),
                            ("violations", .array(finding.violations.map { .string($0) })),
                            ("notes", .array(finding.notes.map { .string($0) })),
                        ])
                    })
            ),
        ])
    }
}
