import ArgumentParser
import Contracts
import WireJSON

struct DisputePaymentCommand: AsyncParsableCommand {
    enum Status: String, ExpressibleByArgument, CaseIterable {
        case opened, won, lost
    }

    static let configuration = CommandConfiguration(
        commandName: "dispute", abstract: "Record that a customer disputes a payment, or how the bank decided.")

    @Argument(help: "The order's id, number or external id.")
    var order: String

    @Argument(help: "The provider's id of the dispute.")
    var dispute: String

    @Argument(help: "opened, won or lost.")
    var status: Status

    @Argument(help: "What is disputed, in the order's currency, such as 12.50.")
    var amount: String

    @Option(help: "As the provider says.")
    var reason = "unknown"

    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await OperatorSession.run { session in
            let payment = try await OrderPayment.find(order, in: session)
            let command = RecordDispute(
                paymentID: payment.id, disputeID: dispute, amount: try payment.amount(amount), reason: reason,
                status: DisputeStatus(rawValue: status.rawValue), actor: OperatorName.current)
            let sent = try await session.send(command, orderID: payment.orderID)
            let recorded = try await session.reply(PaymentDisputed.self, to: sent)
            if output.json { return Console.print(json: recorded) }
            Console.print(
                "dispute \(recorded.disputeID): \(recorded.status.rawValue), \(payment.currency.format(recorded.amount))"
            )
        }
    }
}
