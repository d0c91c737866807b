import ArgumentParser
import Contracts
import WireJSON

struct CancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Cancel an order, or units of it, that are not handed over.",
        discussion: """
            What was done is undone: sites stop, labels are voided, stock is released, money is voided or refunded. The \
            answer comes when every site has said whether it stopped in time. Exit code 1 when it is too late.
            """)

    @Argument(help: "Id, number or external id.")
    var order: String

    @Option(name: .customLong("line"), help: "LINE=UNITS, as often as there are lines; all of them or nothing.")
    var lines: [LineArgument] = []

    @Flag(help: "Only say what would come of it.")
    var preview = false

    @Option(help: "Kept in the order's log, and told to the customer.")
    var reason = "cancelled by the shop"

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (answer, currency) = try await OperatorSession.run { session in
            let reference = try await OrderReference.find(order, in: session)
            let command = CancelOrder(
                reason: reason, actor: OperatorName.current, lines: lines.map(\.quantity), isPreview: preview)
            let sent = try await session.send(command, orderID: reference.id)
            let answer = try await session.reply(CancelAnswered.self, to: sent)
            return (answer, try await OrderDetails.load(reference.id, in: session)?.currency)
        }
        if output.json {
            Console.print(json: answer)
        } else if answer.accepted {
            let units = answer.released.map { "\($0.lineID)=\($0.quantity)" }.joined(separator: ", ")
            let money = currency?.format(answer.refund) ?? "\(answer.refund)"
            Console.print("\(preview ? "would be" : "accepted:") cancelled: \(units); \(money) less to pay")
            if let reason = answer.reason { Console.print("  \(reason.line)") }
        } else {
            Console.print("refused: \(answer.reason?.line ?? "")")
        }
        if !answer.accepted { throw ExitCode.failure }
    }
}

/// `L1=2` on the command line.
struct LineArgument: ExpressibleByArgument {
    let quantity: LineQuantity

    init?(argument: String) {
        guard let mark = argument.lastIndex(of: "="), let units = Int(argument[argument.index(after: mark)...]) else {
            return nil
        }
        quantity = LineQuantity(lineID: String(argument[..<mark]), quantity: units)
    }
}
