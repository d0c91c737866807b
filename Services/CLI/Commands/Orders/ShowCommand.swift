import ArgumentParser
import Contracts
import WireJSON

struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One order: status, units, money, parcels, and every message with its cause.")

    @Argument(help: "Id, number or external id.")
    var order: String

    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await OperatorSession.run { session in
            let reference = try await OrderReference.find(order, in: session)
            let timeline = try await OrderTimeline.load(of: reference.id, in: session)
            guard let details = try await OrderDetails.load(reference.id, in: session) else {
                return describe(reference, timeline)
            }
            if output.json { return Console.print(json: details.json(timeline: timeline)) }
            Console.print(details.describe())
            Console.print(timeline.render())
        }
    }

    /// What intake keeps and the coordinator was never told, or has not taken yet.
    private func describe(_ reference: OrderReference, _ timeline: OrderTimeline) {
        if output.json {
            return Console.print(
                json: JSONValue.object([
                    ("id", .id(reference.id)), ("number", .string(reference.number)), ("status", .string("recorded")),
                    ("recordedReason", .text(reference.recordedReason)), ("timeline", timeline.json),
                ]))
        }
        let why = reference.recordedReason.map { "recorded, not shipped: \($0)" } ?? "on its way to the coordinator"
        Console.print(
            "\(reference.number)  \(why)\n  order     \(reference.id.text)\n  from      \(reference.sender)\n")
        Console.print(timeline.render())
    }
}
