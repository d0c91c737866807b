import ArgumentParser
import Contracts
import FoundationEssentials
import Postgres
import WireJSON

struct PaymentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payment", abstract: "Decide on payments in review, give money back, record disputes.",
        subcommands: [DecidePaymentCommand.self, RefundPaymentCommand.self, DisputePaymentCommand.self])
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
            let payment = try await OrderPayment.find(order, in: session)
            let command = DecidePayment(
                paymentID: payment.id, approve: verdict == .approve, actor: OperatorName.current, reason: reason)
            let sent = try await session.send(command, orderID: payment.orderID)
            _ = try await session.replies(to: sent, expectsReply: false)
            let rows = try await session.database(.payment).query(PaymentQueries.ofOrder, payment.orderID)
            let state = try rows.first?.string(1)
            if output.json {
                Console.print(
                    json: JSONValue.object([
                        ("orderId", .id(payment.orderID)), ("paymentId", .id(payment.id)),
                        ("verdict", .string(verdict.rawValue)), ("state", .text(state)),
                    ]))
            } else {
                Console.print("decided; the payment is now \(state ?? "unknown")")
            }
        }
    }
}
