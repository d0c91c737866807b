import ArgumentParser
import Contracts
import FoundationEssentials

struct StepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "step", abstract: "Steps of an order that a person has to see to.",
        subcommands: [SkipStepCommand.self])
}

struct SkipStepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "skip", abstract: "Take a step as done that was done by hand, or need not be done.",
        discussion: """
            The steps are those that waybill show lists. Nothing can stand for authorise, reserve and fulfil. A customer at \
            the counter is: waybill floor collect ORDER.
            """)

    @Argument(help: "Id, number or external id.")
    var order: String

    @Argument(help: "The step's name, such as label.")
    var step: String

    @Option(help: "The payment, fulfilment order or parcel, where several such steps are open.")
    var unit: String?

    @Option(help: "Kept in the order's log.")
    var reason: String

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let unit, UUID(text: unit) == nil {
            throw ValidationError("--unit is an id, as waybill show --json has it.")
        }
    }

    func run() async throws {
        try await OperatorSession.run { session in
            let reference = try await OrderReference.find(order, in: session)
            let command = SkipStep(
                step: step, unit: unit.flatMap { UUID(text: $0) }, actor: OperatorName.current, reason: reason)
            try await session.carryOut(command, on: reference, output)
        }
    }
}

struct ForceCompleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "force-complete", abstract: "End an order as it stands, when nothing else helps.",
        discussion: """
            What is on its way counts as delivered, what is not as cancelled. Nothing more is asked for or undone: money, \
            stock and labels are yours to see to.
            """)

    @Argument(help: "Id, number or external id.")
    var order: String

    @Option(help: "Kept in the order's log.")
    var reason: String

    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await OperatorSession.run { session in
            let reference = try await OrderReference.find(order, in: session)
            let command = ForceComplete(actor: OperatorName.current, reason: reason)
            try await session.carryOut(command, on: reference, output)
        }
    }
}
