import ArgumentParser
import Contracts
import Postgres

/// One round over the invariants.
enum AuditRun {
    static let invariants: [any Invariant] = [
        A1Liveness(), A2Stock(), A3Money(), A4Once(), A5Compensation(), A6Rest(), A7Delivery(), A8Replay(),
    ]

    /// What is committed after the audit has read it may bear a time before the audit: a transaction's time is that of its
    /// beginning. Ours take milliseconds; one that was held up for longer is left to the daily audit of everything.
    static let overlap = Duration.seconds(60)

    /// The ids of `A2,A3`, in any case and with blanks between them.
    /// - Throws: `ValidationError` for what is no invariant: an audit of nothing would be clean.
    static func selection(_ text: String) throws -> Set<String> {
        let known = invariants.map { type(of: $0).id }
        let ids = text.uppercased().split { $0 == "," || $0.isWhitespace }.map(String.init)
        let unknown = ids.filter { !known.contains($0) }
        guard !ids.isEmpty, unknown.isEmpty else {
            throw ValidationError(
                "--only takes some of \(known.joined(separator: ",")); not known: "
                    + (unknown.isEmpty ? "nothing was named" : unknown.joined(separator: ", ")))
        }
        return Set(ids)
    }

    private static let now = Statement("audit_begin", "SELECT now()")

    /// - Parameter showsProgress: on standard error, an invariant a step.
    static func report(
        _ scope: AuditScope, only wanted: Set<String>? = nil, showsProgress: Bool = false
    ) async throws -> AuditReport {
        let row = try await scope.session.database(.saga).query(now).first
        let begun = Timestamp(microseconds: try row?.timestamp(0) ?? 0)
        let chosen = invariants.filter { wanted?.contains(type(of: $0).id) ?? true }
        var findings: [AuditFinding] = []
        var bar = ProgressBar("audit")
        for invariant in chosen {
            var finding = AuditFinding(invariant)
            if showsProgress {
                bar.show(findings.count, of: chosen.count, detail: "\(finding.id) \(finding.title)", atOnce: true)
            }
            let started = ContinuousClock.now
            try await invariant.check(scope, &finding)
            finding.took = .now - started
            findings.append(finding)
        }
        bar.end()
        return AuditReport(findings: findings, since: scope.since, mark: begun - overlap)
    }
}
