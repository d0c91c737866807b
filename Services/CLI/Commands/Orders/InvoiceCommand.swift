import ArgumentParser
import Contracts
import WireJSON

struct InvoiceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invoice", abstract: "Say which invoice an order has, for its channel to be told.",
        discussion: """
            Trendyol is told, once picking has begun; another number or link is told too. Other channels are not: the \
            answer is "recorded". Exit code 1 when it was refused.
            """)

    @Argument(help: "Id, number or external id.")
    var order: String

    @Argument(help: "The invoice's number.")
    var number: String

    @Option(help: "Where the customer finds it.")
    var link: String?

    @Option(help: "When it was issued, such as 2026-03-01T12:30:00Z.")
    var issued: String?

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let issuedAt = try issued.map { text in
            guard let time = Timestamp(rfc3339: text) else { throw OperatorError("\(text) is no time") }
            return time
        }
        let answer = try await OperatorSession.run { session in
            let reference = try await OrderReference.find(order, in: session)
            if let reason = reference.recordedReason { throw OperatorError("the order is only recorded: \(reason)") }
            let command = InvoiceSubmitted(
                externalID: reference.externalID, number: number, link: link, issuedAt: issuedAt)
            let sent = try await session.send(command, shop: reference.sender)
            guard let answer = try await session.replies(to: sent).first else {
                throw OperatorError("order-intake sent no answer")
            }
            return answer
        }
        if output.json {
            Console.print(String(decoding: answer.envelope.data, as: UTF8.self))
        } else if answer.type == SubmissionAccepted.type {
            Console.print("\(try answer.payload(SubmissionAccepted.self).outcome): invoice \(number)")
        } else {
            for reason in try answer.payload(SubmissionRejected.self).reasons {
                Console.print("refused: \(reason.line)")
            }
        }
        if answer.type == SubmissionRejected.type { throw ExitCode.failure }
    }
}
