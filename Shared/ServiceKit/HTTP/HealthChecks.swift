import Synchronization

/// The checks of one process, and whether it is on its way out.
public final class HealthChecks: Sendable {
    private struct State {
        var checks: [HealthCheck] = []
        var isDraining = false
    }

    private let state = Mutex(State())
    private let patience: Duration

    public convenience init() {
        self.init(patience: .seconds(2))
    }

    /// - Parameter patience: what one check may take.
    package init(patience: Duration) {
        self.patience = patience
    }

    public func register(_ check: HealthCheck) {
        state.withLock { $0.checks.append(check) }
    }

    /// From now on not ready, so that nobody sends new work.
    public func beginDraining() {
        state.withLock { $0.isDraining = true }
    }

    /// Runs all checks side by side.
    func report() async -> HealthReport {
        let (checks, isDraining) = state.withLock { ($0.checks, $0.isDraining) }
        let patience = patience
        let found = await withTaskGroup(of: (Int, HealthStatus).self) { group in
            for (index, check) in checks.enumerated() {
                group.addTask { (index, await Self.run(check, patience: patience)) }
            }
            return await group.reduce(into: [Int: HealthStatus]()) { $0[$1.0] = $1.1 }
        }
        let findings = checks.enumerated().map { index, check in
            HealthReport.Finding(name: check.name, status: found[index] ?? .failing("did not run"))
        }
        return HealthReport(isDraining: isDraining, checks: findings)
    }

    private static func run(_ check: HealthCheck, patience: Duration) async -> HealthStatus {
        await withTaskGroup(of: HealthStatus?.self) { group in
            group.addTask { await check.check() }
            group.addTask {
                try? await Task.sleep(for: patience)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first ?? .failing("no answer within \(patience.settingText)")
        }
    }
}
