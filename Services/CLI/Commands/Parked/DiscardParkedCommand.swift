import ArgumentParser
import Contracts
import FoundationEssentials
import WireJSON

struct DiscardParkedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard", abstract: "Give parked messages and effects up; reason and name are kept.")

    @Argument(help: "Ids that waybill parked list prints.")
    var ids: [String]

    @Option(help: "Why; kept with the message.")
    var reason: String

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let ids = try RetryParkedCommand.parse(ids)
        try await OperatorSession.run { session in
            var done: [JSONValue] = []
            for (service, ids) in try await ParkedItem.owners(of: ids, in: session) {
                let request = DiscardParked(ids: ids, reason: reason, actor: OperatorName.current)
                let sent = try await session.ask(request, of: service)
                _ = try await session.replies(to: sent, expectsReply: false)
                done.append(
                    .object([("service", .string(service.executable)), ("ids", .array(ids.map { .id($0) }))]))
                if !output.json { Console.print("\(service.executable) gave up \(ids.count)") }
            }
            if output.json { Console.print(json: JSONValue.array(done)) }
        }
    }
}
