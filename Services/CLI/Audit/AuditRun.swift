import Contracts
import Postgres

/// One round over the invariants.
enum AuditRun {
    static let invariants: [any Invariant] = [
        A1Liveness(), A2Stock(), A3Money(), A4Once(), A5Compensation(), A6Rest(), A7Delivery(), A8Replay(),
    ]

    /// What is committed after the audit has read it may bear a time before the audit: a transaction's time is that of its
    /// beginning.
    private static let overlap = Duration.seconds(300)

    private static let now = Statement("audit_begin", "SELECT now()")

    static func report(_ scope: AuditScope, only wanted: Set<String>? = nil) async throws -> AuditReport {
        let row = try await scope.session.database(.saga).query(now).first
        let begun = Timestamp(microseconds: try row?.timestamp(0) ?? 0)
        var findings: [AuditFinding] = []
        for invariant in invariants where wanted?.contains(type(of: invariant).id) ?? true {
            var finding = AuditFinding(invariant)
            try await invariant.check(scope, &finding)
            findings.append(finding)
        }
        return AuditReport(findings: findings, since: scope.since, mark: begun - overlap)
    }
}
