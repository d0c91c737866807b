import Contracts
import Logging
import Metrics

/// What one round leaves to the next.
struct AuditRounds {
    let only: Set<String>?
    private var mark = AuditMark()

    init(only: Set<String>?) {
        self.only = only
    }

    mutating func next(logger: Logger) async {
        let started = ContinuousClock.now
        let kept = mark.next(now: started)
        do {
            let only = only
            let report = try await OperatorSession.run { session in
                var scope = AuditScope(session: session)
                scope.goOn(from: kept)
                return try await AuditRun.report(scope, only: only)
            }
            mark.take(report, at: started, isFull: kept == nil)
            record(report, took: .now - started, logger)
        } catch {
            Counter(label: "waybill_audit_failures").increment()
            logger.error("an audit could not be carried out", metadata: ["reason": "\(error)"])
        }
    }

    private func record(_ report: AuditReport, took: Duration, _ logger: Logger) {
        Counter(label: "waybill_audit_runs").increment()
        Timer(label: "waybill_audit_duration").record(duration: took)
        for finding in report.findings {
            let dimensions = [("invariant", finding.id)]
            Gauge(label: "waybill_audit_violations", dimensions: dimensions).record(finding.violations.count)
            Counter(label: "waybill_audit_violations_found", dimensions: dimensions)
                .increment(by: finding.violations.count)
            for violation in finding.violations.prefix(50) {
                logger.critical("broken", metadata: ["invariant": "\(finding.id)", "what": "\(violation)"])
            }
        }
        logger.info("audited", metadata: ["clean": "\(report.isClean)", "took": "\(took)"])
    }
}
