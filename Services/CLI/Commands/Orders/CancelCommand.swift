import ArgumentParser
import Contracts
import WireJSON

struct CancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Cancel an order that the warehouse does not have yet.",
        discussion:
            "What was done is undone: money voided or refunded, stock released. Exit code 1 when it is too late.")

    @Argument(help: "Id, number or external id.")
    var order: String

    @Option(help: "Kept in the order's log, and told to the customer.")
    var reason = "cancelled by the shop"

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer = try await OperatorSession.run { session in
            let reference = try await OrderReference.find(order, in: session)
            let command = CancelOrder(reason: reason, actor: OperatorName.current)
            return try await session.reply(
                CancelAnswered.self, to: try await session.send(command, orderID: reference.id))
        }
        if output.json {
            Console.print(json: answer)
        } else {
            Console.print(
                answer.accepted ? "accepted: the order is being cancelled" : "refused: \(answer.reason?.line ?? "")")
        }
        if !answer.accepted { throw ExitCode.failure }
    }
}
