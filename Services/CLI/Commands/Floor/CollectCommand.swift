import ArgumentParser
import Contracts

struct CollectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collect", abstract: "Give an order out over the counter: its customer has come for it.",
        discussion: """
            What nobody comes for within a week is cancelled: it goes back to the shelf, the money goes back, and the \
            customer is told.
            """)

    @Argument(help: "Id, number or external id.")
    var order: String

    @Option(help: "The site's code, where the order waits at several counters.")
    var site: String?

    @Option(help: "What the customer showed; kept in the order's log.")
    var note: String?

    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await OperatorSession.run { session in
            let reference = try await OrderReference.find(order, in: session)
            let command = CollectOrder(site: site, actor: OperatorName.current, note: note)
            try await session.carryOut(command, on: reference, output)
        }
    }
}
