import ArgumentParser
import WireJSON

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Check what must always hold, over all schemas and queues.",
        discussion: """
            Exit code 1 and a list when something does not hold. Safe at any time: what is on its way for less than \
            ten seconds is left alone. Replaying an order's log against its row (A8) is the coordinator's own check and \
            not part of this command yet.
            """)

    static let invariants: [any Invariant] = [
        A1Liveness(), A2Stock(), A3Money(), A4Once(), A5Compensation(), A6Rest(), A7Delivery(),
    ]

    @Flag(help: "The system is idle: queues, outboxes and retries must be empty.")
    var atRest = false

    @Option(help: "Only these, such as A2,A3.")
    var only: String?

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let wanted = only.map { Set($0.uppercased().split(separator: ",").map(String.init)) }
        let findings = try await OperatorSession.run { session in
            let scope = AuditScope(session: session, isAtRest: atRest)
            var findings: [AuditFinding] = []
            for invariant in Self.invariants where wanted?.contains(type(of: invariant).id) ?? true {
                var finding = AuditFinding(invariant)
                try await invariant.check(scope, &finding)
                findings.append(finding)
            }
            return findings
        }
        if output.json {
            Console.print(json: AuditReport.json(findings))
        } else {
            Console.print(AuditReport.text(findings))
        }
        if findings.contains(where: { !$0.violations.isEmpty }) { throw ExitCode.failure }
    }
}
