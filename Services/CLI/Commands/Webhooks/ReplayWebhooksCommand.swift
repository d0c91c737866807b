import ArgumentParser
import Contracts
import FoundationEssentials

struct ReplayWebhooksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Send once more, under the same webhook-id, what was given up or what you name.")

    @Argument(help: "webhook-ids; none with --endpoint.")
    var deliveries: [String] = []

    @Option(help: "All that are parked at this endpoint, by its id; a thousand at a time.")
    var endpoint: String?

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let ids = try deliveries.map(Self.id)
        let command = ReplayWebhooks(
            endpointID: try endpoint.map(Self.id), deliveries: ids, actor: OperatorName.current)
        guard command.endpointID != nil || !ids.isEmpty else {
            throw ValidationError("Name webhook-ids, or an endpoint with --endpoint.")
        }
        let answer = try await OperatorSession.run { session in
            try await session.reply(WebhookAnswered.self, to: try await session.send(command))
        }
        if output.json { return Console.print(json: answer) }
        Console.print("\(answer.deliveries) will be sent once more")
    }

    private static func id(_ text: String) throws -> UUID {
        guard let id = UUID(text: text) else { throw ValidationError("\(text) is no id.") }
        return id
    }
}
