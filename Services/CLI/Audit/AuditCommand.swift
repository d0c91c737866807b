import ArgumentParser
import Contracts
import FoundationEssentials
import WireJSON

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Check what must always hold, over all schemas and queues.",
        discussion: """
            Exit code 1 and a list when something does not hold. Safe at any time: it takes no locks, and what is on its \
            way for less than ten seconds is left alone. Where WAYBILL_AUDIT_STATE names a file, only what has changed \
            since the last clean audit is read; --full reads all.
            """)

    @Flag(help: "The system is idle: queues, outboxes and retries must be empty.")
    var atRest = false

    @Flag(help: "All that there is, not only what is new since the last audit.")
    var full = false

    @Option(help: "Only what has changed since this time, such as 2026-03-01T12:30:00Z.")
    var since: Timestamp?

    @Option(help: "Explain one order: id, number or external id.")
    var order: String?

    @Option(help: "Only these, such as A2,A3.")
    var only: String?

    @Option(help: "Stay, and audit again every so many seconds; /metrics on WAYBILL_HTTP_PORT counts what is broken.")
    var every: Int?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if full, since != nil { throw ValidationError("--full and --since exclude each other.") }
        if let every, every < 1 { throw ValidationError("--every takes seconds, from 1.") }
        if let only { _ = try AuditRun.selection(only) }
        if every != nil, order != nil { throw ValidationError("--every audits all orders.") }
    }

    func run() async throws {
        let wanted = try only.map { try AuditRun.selection($0) }
        if let every {
            return try await AuditSchedule(interval: .seconds(every), only: wanted).run()
        }
        let state = AuditState()
        let (details, report) = try await OperatorSession.run { session in
            var scope = AuditScope(session: session)
            scope.isAtRest = atRest
            var details: OrderDetails?
            if let order {
                let reference = try await OrderReference.find(order, in: session)
                scope.order = reference.id
                details = try await OrderDetails.load(reference.id, in: session)
            } else if !full {
                scope.goOn(from: try state.read())
                if let since { scope.since = since }
            }
            return (details, try await AuditRun.report(scope, only: wanted, showsProgress: true))
        }
        // A mark after a part of the audit would hide the rest of it.
        if wanted == nil, order == nil, report.isClean { try state.write(report.kept) }
        if output.json {
            Console.print(json: report.json)
        } else {
            if let details { Console.print(details.auditLine) }
            Console.print(report.text)
        }
        if !report.isClean { throw ExitCode.failure }
    }
}

extension Timestamp: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(rfc3339: argument)
    }
}

extension OrderDetails {
    /// What the audit of one order is about, in a line.
    fileprivate var auditLine: String {
        let units = lines.flatMap(\.buckets).reduce(into: [String: Int]()) { $0[$1.name, default: 0] += $1.units }
        let buckets = units.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        return """
            order \(id.text) (\(number)) is \(headline) (\(phase), plan \(plan)): \(buckets); total \(total), authorised \
            \(money.authorised), captured \(money.captured), voided \(money.voided), refunded \(money.refunded)
            """
    }
}
