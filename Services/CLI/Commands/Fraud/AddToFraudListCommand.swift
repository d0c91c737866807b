import ArgumentParser
import Contracts
import FoundationEssentials
import Messaging
import WireJSON

struct AddToFraudListCommand: AsyncParsableCommand {
    enum Effect: String, ExpressibleByArgument, CaseIterable {
        case deny, review, allow
    }

    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Put a buyer on the list, or change the entry.")

    @OptionGroup var entry: FraudListEntry

    @Option(help: "deny, review or allow.")
    var effect = Effect.review

    @Option(help: "Kept with the entry, and with each decision that it makes.")
    var reason: String

    @Option(help: "After how many days the entry ends; never, unless it is said.")
    var days: Int?

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let subject = try entry.subject()
        guard days.map({ (1...36_500).contains($0) }) ?? true else {
            throw ValidationError("--days is between 1 and 36500.")
        }
        try await OperatorSession.run { session in
            let command = SetFraudListing(
                kind: subject.kind.rawValue, digest: subject.hexadecimal, effect: effect.rawValue, reason: reason,
                actor: OperatorName.current, expiresAt: days.map { .wallClock + .seconds($0 * 86_400) })
            let answer = try await session.reply(FraudListingAnswered.self, to: try await session.send(command))
            if output.json { return Console.print(json: answer) }
            Console.print("\(answer.kind) \(answer.digest): \(answer.effect ?? "not on the list")")
        }
    }
}
