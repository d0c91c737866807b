import ArgumentParser
import Contracts
import WireJSON

struct HoldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold", abstract: "Orders that wait for a person.",
        subcommands: [ListHoldsCommand.self, ReleaseHoldCommand.self], defaultSubcommand: ListHoldsCommand.self)
}

struct ReleaseHoldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Let a held order go on: the step that failed is tried again, with another address if one is given.",
        discussion: "A payment in review is decided with: waybill payment decide.")

    @Argument(help: "Id, number or external id.")
    var order: String

    @Option(help: "Kept in the order's log.")
    var reason = "released by an operator"

    @OptionGroup var shipTo: AddressOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await OperatorSession.run { session in
            let reference = try await OrderReference.find(order, in: session)
            let command = ReleaseHold(
                actor: OperatorName.current, reason: reason, shippingAddress: shipTo.address)
            try await session.carryOut(command, on: reference, output)
        }
    }
}
