import Contracts
import Messaging
import Postgres

/// An audit that goes on from the one before, in the middle of traffic.
struct AuditBenchRun: Sendable {
    let session: OperatorSession
    let rate: Int
    let seconds: Int

    private static let orders = Statement("bench_all_orders", "SELECT count(*) FROM saga")

    func run() async throws -> AuditBenchResult {
        let there = try await session.database(.saga).query(Self.orders).first?.int(0) ?? 0
        // What an auditor that runs as a job has from the round before: the books of stock, and from when to read.
        var before = AuditScope(session: session)
        before.since = Timestamp.wallClock
        let kept = try await AuditRun.report(before).kept
        async let flow = RateRun(session: session, rate: rate, count: rate * seconds).run()
        try await Task.sleep(for: .seconds(seconds) / 2)
        // With connections of its own, as another process.
        let report = try await OperatorSession.run { auditor in
            var scope = AuditScope(session: auditor)
            scope.goOn(from: kept)
            return try await AuditRun.report(scope)
        }
        return AuditBenchResult(
            orders: there, rate: rate, report: report, latency: try await flow,
            conditions: try await BenchConditions.read(session))
    }
}
