import ArgumentParser
import Contracts
import FoundationEssentials
import WireJSON

struct ListParkedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Everything that is parked, the newest first. Meant when nothing is said.")

    @Option(help: "Only this service.")
    var service: ServiceName?

    @Option(help: "At most so many.")
    var limit = 100

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let items = try await OperatorSession.run { session in
            try await ParkedItem.all(of: service.map { [$0] } ?? ServiceName.allCases, limit: limit, in: session)
        }
        if output.json { return Console.print(json: JSONValue.array(items.map(\.json))) }
        var table = TextTable("since (UTC)", "service", "what", "type", "id", .number("attempts"), "reason")
        for item in items {
            table.add(
                item.since.short, item.service.executable, item.kind, OrderTimeline.short(item.type),
                item.id?.text ?? "", String(item.attempts), item.reason)
        }
        Console.print(table.isEmpty ? "nothing is parked" : table.render())
    }
}
