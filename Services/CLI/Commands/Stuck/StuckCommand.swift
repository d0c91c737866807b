import ArgumentParser
import Contracts
import WireJSON

struct StuckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stuck", abstract: "Everything that waits for a person, over all services, and what to type.",
        discussion: """
            Holds of orders, parked messages and effects, returns that nobody decided on or inspected, labels that no carrier \
            sells, goods set aside, webhooks that were given up, e-mails that were refused. Exit code 1 when there is anything.
            """)

    @Option(help: "Only this kind, such as hold, message, effect, outbox, return, label, quarantine, webhook or mail.")
    var kind: String?

    @Option(help: "Refused e-mails and recorded orders of so many days.")
    var days = 7

    @Option(help: "At most so many of each kind.")
    var limit = 100

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let all = try await OperatorSession.run { session in
            try await StuckItem.all(limit: limit, days: days, in: session)
        }
        let items = all.filter { kind == nil || $0.kind == kind }
        StuckTable.print(items, output, empty: "nothing waits for a person")
        if !items.isEmpty { throw ExitCode.failure }
    }
}

struct ListHoldsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Orders that are held, with the reason and what to type. Meant when nothing is said.")

    @Option(help: "At most so many.")
    var limit = 100

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let items = try await OperatorSession.run { session in try await StuckItem.holds(limit: limit, in: session) }
        StuckTable.print(items, output, empty: "no order is held")
    }
}
