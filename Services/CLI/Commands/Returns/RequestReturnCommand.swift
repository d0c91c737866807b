import ArgumentParser
import Contracts

struct RequestReturnCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request", abstract: "Ask to send back what was delivered.",
        discussion: "Only what was delivered and has not come back can be chosen. Exit code 1 when it is refused.")

    @Argument(help: "The order's id, number or external id.")
    var order: String

    @Option(name: .customLong("line"), help: "LINE=UNITS, such as 1=2; several times for several lines.")
    var lines: [LineChoice]

    @Option(help: "Why: changed_mind, too_small, damaged, wrong_item, not_as_described, ...")
    var reason = "changed_mind"

    @Option(help: "Such as unopened or opened, where the policy asks for it.")
    var condition: String?

    @Option(name: .customLong("as"), help: "refund, store_credit or exchange.")
    var settlement = "refund"

    @Option(name: .customLong("exchange"), help: "SKU=UNITS of what is wanted instead; several times for several.")
    var exchange: [LineChoice] = []

    @Flag(help: "Only say what it would come to.")
    var preview = false

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer = try await OperatorSession.run { session in
            let reference = try await OrderReference.find(order, in: session)
            let command = RequestReturn(
                lines: lines.map {
                    ReturnLine(lineID: $0.lineID, quantity: $0.quantity, reason: reason, condition: condition)
                }, settlement: ReturnSettlementKind(rawValue: settlement),
                exchangeLines: exchange.map { ExchangeLine(sku: $0.lineID, quantity: $0.quantity) },
                actor: OperatorName.current, isPreview: preview)
            return try await session.reply(
                ReturnAnswered.self, to: try await session.send(command, orderID: reference.id))
        }
        try answer.show(output)
    }
}
