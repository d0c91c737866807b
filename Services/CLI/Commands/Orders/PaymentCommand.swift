import ArgumentParser
import Contracts
import FoundationEssentials
import Postgres
import WireJSON

struct PaymentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payment", abstract: "Payments that wait for a decision.",
        subcommands: [DecidePaymentCommand.self])
}

struct DecidePaymentCommand: AsyncParsableCommand {
    enum Verdict: String, ExpressibleByArgument {
        case approve, deny
    }

    static let configuration = CommandConfiguration(
        commandName: "decide", abstract: "Approve or deny a payment in review.")

    @Argument(help: "The order's id, number or external id.")
    var order: String

    @Argument(help: "approve or deny.")
    var verdict: Verdict

    @Option(help: "Kept with the decision.")
    var reason = "decided by an operator"

    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await OperatorSession.run { session in
            let reference = try await OrderReference.find(order, in: session)
            guard let row = try await session.database(.payment).query(PaymentQueries.ofOrder, reference.id).first
            else {
                throw OperatorError("order \(order) has no payment yet")
            }
            let payment = try row.uuid(0)
            let command = DecidePayment(
                paymentID: payment, approve: verdict == .approve, actor: OperatorName.current, reason: reason)
            let sent = try await session.send(command, orderID: reference.id)
            _ = try await session.replies(to: sent, expectsReply: false)
            let state = try await session.database(.payment).query(PaymentQueries.ofOrder, reference.id).first?.string(
                1)
            if output.json {
                Console.print(
                    json: JSONValue.object([
                        ("orderId", .id(reference.id)), ("paymentId", .id(payment)),
                        ("verdict", .string(verdict.rawValue)), ("state", .text(state)),
                    ]))
            } else {
                Console.print("decided; the payment is now \(state ?? "unknown")")
            }
        }
    }
}
