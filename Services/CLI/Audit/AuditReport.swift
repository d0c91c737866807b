import Contracts
import WireJSON

/// The findings of an audit, for people and for programs.
struct AuditReport: Sendable {
    var findings: [AuditFinding]
    /// From when it has read; nil when it has read everything.
    var since: Timestamp?
    /// From when the next one has to read.
    var mark: Timestamp

    /// What the next one can go on from, if this one is clean.
    var kept: AuditState.Kept {
        AuditState.Kept(mark: mark, closedBooks: findings.lazy.compactMap(\.closedBooks).first)
    }

    var took: Duration { findings.reduce(.zero) { $0 + $1.took } }

    var isClean: Bool { findings.allSatisfy(\.violations.isEmpty) }

    /// What a person reads of one invariant; programs get all.
    private static let listed = 50

    var text: String {
        var table = TextTable("", "what must hold", .number("checked"), .number("broken"), .number("took"))
        for finding in findings {
            table.add(
                finding.id, finding.title, String(finding.checked), String(finding.violations.count),
                finding.took.short)
        }
        var lines = [table.render()]
        for finding in findings where !finding.violations.isEmpty {
            lines.append("\n\(finding.id) does not hold:")
            lines += finding.violations.prefix(Self.listed).map { "  \($0)" }
            if finding.violations.count > Self.listed {
                lines.append("  and \(finding.violations.count - Self.listed) more; --json lists all")
            }
        }
        let notes = findings.flatMap { finding in finding.notes.map { "\(finding.id): \($0)" } }
        let period = since.map { "what has changed since \($0.rfc3339) was read; --full reads all" }
        let toKnow = notes + [period].compactMap { $0 }
        if !toKnow.isEmpty { lines.append("\nto know:") }
        lines += toKnow.map { "  \($0)" }
        return lines.joined(separator: "\n")
    }

    var json: JSONValue {
        .object([
            ("clean", .bool(isClean)), ("seconds", .decimal(took.inSeconds)),
            ("since", since.map { .string($0.rfc3339) } ?? .null),
            (
                "invariants",
                .array(
                    findings.map { finding in
                        .object([
                            ("id", .string(finding.id)), ("title", .string(finding.title)),
                            ("checked", .int(finding.checked)), ("seconds", .decimal(finding.took.inSeconds)),
                            ("violations", .array(finding.violations.map { .string($0) })),
                            ("notes", .array(finding.notes.map { .string($0) })),
                        ])
                    })
            ),
        ])
    }
}
