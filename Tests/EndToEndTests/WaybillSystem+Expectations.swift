import TestSupport
import Testing

extension WaybillSystem {
    /// Lets the operator's command look for itself: another mind, and the queues too. The broker's management interface
    /// counts messages a few seconds late, and e-mails may be on their way, so it is asked again.
    func auditByCommand() async throws {
        var report = ""
        do {
            try await waitUntil("a clean audit", within: .seconds(300), every: .seconds(1)) {
                report = try run("waybill", "audit", "--at-rest", allowing: [0, 1])
                return !report.contains("does not hold")
            }
        } catch is WaitedTooLong {
            Issue.record("\(report)")
        }
    }

    /// Fails the test with each invariant that is broken.
    ///
    /// After thousands of orders their e-mails are still on their way for a while.
    func expectClean(at location: SourceLocation = #_sourceLocation) async throws {
        for line in try await audit(within: .seconds(300)) { Issue.record("\(line)", sourceLocation: location) }
    }
}

typealias Money = WaybillSystem.Money
