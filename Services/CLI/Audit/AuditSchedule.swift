import FoundationEssentials
import Logging
import ServiceKit
import ServiceLifecycle

/// The audit as a job: round after round, each from where the last clean one began, once a day from the beginning.
struct AuditSchedule {
    let interval: Duration
    let only: Set<String>?
    private let logger = Logger(label: "waybill.audit")

    init(interval: Duration, only: Set<String>?) {
        self.interval = interval
        self.only = only
    }

    /// With health and metrics over HTTP beside it, until SIGTERM or SIGINT.
    func run() async throws {
        let registry = ProcessMetrics.bootstrap()
        for (label, text) in Self.help { registry.describe(label, text) }
        let settings = try Settings.load(
            Setting.process, arguments: [], environment: ProcessInfo.processInfo.environment)
        let health = HealthChecks()
        let server = try ProcessHTTPServer(settings: settings, health: health, metrics: registry, logger: logger)
        try await runServices([Rounds(schedule: self), server], health: health, logger: logger)
    }

    private static let help = [
        ("waybill_audit_violations", "What the last audit found broken, by invariant."),
        ("waybill_audit_violations_found", "What all audits of this process found broken, by invariant."),
        ("waybill_audit_runs", "Audits that came to their end."),
        ("waybill_audit_failures", "Audits that could not be carried out."),
        ("waybill_audit_duration", "How long an audit takes, in seconds."),
    ]

    private struct Rounds: Service {
        let schedule: AuditSchedule

        func run() async throws {
            await cancelWhenGracefulShutdown {
                var rounds = AuditRounds(only: schedule.only)
                while !Task.isCancelled {
                    await rounds.next(logger: schedule.logger)
                    do { try await Task.sleep(for: schedule.interval) } catch { return }
                }
            }
        }
    }
}
