import ArgumentParser
import Contracts
import WireJSON

struct ChangeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "change", abstract: "Change the address or lower the quantities of an order under way.",
        discussion: """
            Previewed with --preview, applied whole or refused. With --token of the preview it is refused when the order \
            has moved since. Exit code 1 when it is refused.
            """)

    @Argument(help: "Id, number or external id.")
    var order: String

    @Option(name: .customLong("line"), help: "LINE=UNITS: the new quantity of a line, as often as there are lines.")
    var lines: [LineArgument] = []

    @OptionGroup var shipTo: AddressOptions

    @Flag(help: "Only say what would come of it.")
    var preview = false

    @Option(help: "From a preview.")
    var token: String?

    @Option(help: "Kept in the order's log.")
    var reason = "changed by an operator"

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (answer, currency) = try await OperatorSession.run { session in
            let reference = try await OrderReference.find(order, in: session)
            let command = ChangeOrder(
                actor: OperatorName.current, reason: reason, shippingAddress: shipTo.address,
                lines: lines.map(\.quantity), isPreview: preview, previewToken: token)
            let sent = try await session.send(command, orderID: reference.id)
            let answer = try await session.reply(ChangeAnswered.self, to: sent)
            return (answer, try await OrderDetails.load(reference.id, in: session)?.currency)
        }
        if output.json {
            Console.print(json: answer)
        } else if answer.accepted {
            let units = answer.lines.map { "\($0.lineID)=\($0.quantity)" }.joined(separator: ", ")
            let money = currency?.format(answer.moneyDelta) ?? "\(answer.moneyDelta)"
            Console.print("\(preview ? "would be" : "accepted:") \(units); \(money) to pay")
            if let token = answer.previewToken { Console.print("  apply it with --token \(token)") }
        } else {
            Console.print("refused: \(answer.reason?.line ?? "")")
        }
        if !answer.accepted { throw ExitCode.failure }
    }
}
