import ArgumentParser
import Contracts
import Foundation
import WireJSON

struct SubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit", abstract: "Submit one canonical order, and print the answer.",
        discussion: """
            The file holds an order as in Shared/Contracts/Samples/waybill.intake.order.submit.v1.json: {"order": {…}} \
            or the order itself. Exit code 1 when it was refused.
            """)

    @Argument(help: "A file; - reads standard input.")
    var file = "-"

    @Option(help: "For an order that does not say.")
    var channel: String?

    @Option(help: "For an order that does not say.")
    var shop: String?

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let submission = try OrderSubmission(parsing: try Self.read(file), channel: channel, shop: shop)
        let answer = try await OperatorSession.run { session in
            try await submission.submit(in: session)
        }
        if output.json {
            Console.print(String(decoding: answer.envelope.data, as: UTF8.self))
        } else {
            try describe(answer)
        }
        if answer.type == SubmissionRejected.type { throw ExitCode.failure }
    }

    private func describe(_ answer: ReceivedMessage) throws {
        guard answer.type == SubmissionAccepted.type else {
            let rejected: SubmissionRejected = try answer.payload()
            Console.print("refused\(rejected.externalID.map { ": \($0)" } ?? "")")
            var table = TextTable("code", "path", "what is wrong")
            for reason in rejected.reasons { table.add(reason.code, reason.path ?? "", reason.message) }
            return Console.print(table.render(width: nil))
        }
        let accepted: SubmissionAccepted = try answer.payload()
        Console.print("\(accepted.outcome): order \(accepted.orderID.text) (\(accepted.externalID))")
        for warning in accepted.warnings { Console.print("  warning: \(warning.line)") }
    }

    private static func read(_ file: String) throws -> [UInt8] {
        if file == "-" { return Array(try FileHandle.standardInput.readToEnd() ?? Data()) }
        do {
            return Array(try Data(contentsOf: URL(fileURLWithPath: file)))
        } catch {
            throw OperatorError("\(file) cannot be read: \(error.localizedDescription)")
        }
    }
}
