import Contracts

/// The audit behind a run, once everything has come to rest; what does not rest is a finding of it.
struct BenchAudit: Sendable {
    let session: OperatorSession
    /// nil for everything that there is.
    let since: Timestamp?

    func run() async throws -> AuditReport {
        try await BenchRest(session: session).wait()
        var scope = AuditScope(session: session)
        scope.isAtRest = true
        if let since { scope.since = since - AuditRun.overlap }
        return try await AuditRun.report(scope, showsProgress: true)
    }
}
