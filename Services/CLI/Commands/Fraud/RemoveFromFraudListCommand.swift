import ArgumentParser
import Contracts
import WireJSON

struct RemoveFromFraudListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "remove", abstract: "Take a buyer off the list.")

    @OptionGroup var entry: FraudListEntry

    @Option(help: "Kept in the list's log.")
    var reason: String

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let subject = try entry.subject()
        try await OperatorSession.run { session in
            let command = RemoveFraudListing(
                kind: subject.kind.rawValue, digest: subject.hexadecimal, reason: reason, actor: OperatorName.current)
            let answer = try await session.reply(FraudListingAnswered.self, to: try await session.send(command))
            if output.json { return Console.print(json: answer) }
            Console.print("\(answer.kind) \(answer.digest): \(answer.effect ?? "not on the list")")
        }
    }
}
