import ArgumentParser
import Contracts
import WireJSON

struct HoldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold", abstract: "Orders that wait for a person.", subcommands: [ReleaseHoldCommand.self])
}

struct ReleaseHoldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Let a held order go on: the step that failed is tried again.",
        discussion: "A payment in review is decided with: waybill payment decide.")

    @Argument(help: "Id, number or external id.")
    var order: String

    @Option(help: "Kept in the order's log.")
    var reason = "released by an operator"

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (id, headline) = try await OperatorSession.run { session in
            let reference = try await OrderReference.find(order, in: session)
            let command = ReleaseHold(actor: OperatorName.current, reason: reason)
            let sent = try await session.send(command, orderID: reference.id)
            _ = try await session.replies(to: sent, expectsReply: false)
            return (reference.id, try await OrderDetails.load(reference.id, in: session)?.headline)
        }
        if output.json {
            Console.print(json: JSONValue.object([("orderId", .id(id)), ("headline", .text(headline))]))
        } else {
            Console.print("taken; the order is now \(headline ?? "unknown")")
        }
    }
}
