import ArgumentParser
import Contracts
import Messaging
import WireJSON

/// Runs a measure, and audits what it has made: a figure of orders that do not add up is worth nothing.
enum BenchMeasure {
    /// Prints the result and the audit's.
    /// - Parameter begun: from when the run's orders are; nil for all that there are.
    /// - Throws: `ExitCode.failure` behind the result when the audit finds anything.
    static func run<Result: BenchResult>(
        _ output: OutputOptions, since begun: Timestamp? = Timestamp.wallClock,
        _ body: @Sendable (OperatorSession) async throws -> Result
    ) async throws -> Result {
        let (result, audit) = try await OperatorSession.run { session in
            let result = try await body(session)
            return (result, try await BenchAudit(session: session, since: begun).run())
        }
        if output.json {
            Console.print(json: json(result, audit))
        } else {
            Console.print("\(result.text)\n\n\(text(audit))")
        }
        if !audit.isClean { throw ExitCode.failure }
        return result
    }

    static func json(_ result: some BenchResult, _ audit: AuditReport) -> JSONValue {
        guard case .object(let members) = result.json else { return result.json }
        return .object(members + [("audit", audit.json)])
    }

    static func text(_ audit: AuditReport) -> String {
        guard audit.isClean else { return "the audit of it is NOT clean:\n\(audit.text)" }
        let checked = audit.findings.map { "\($0.id) \($0.checked)" }.joined(separator: ", ")
        return "the audit of it is clean after \(audit.took.short); checked: \(checked)"
    }
}
