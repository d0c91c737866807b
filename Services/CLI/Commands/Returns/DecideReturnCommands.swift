import ArgumentParser
import Contracts

struct ApproveReturnCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Let a requested return go ahead: the customer gets a label.")

    @Argument(help: "The return's id, or the beginning of it.")
    var id: String

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer = try await OperatorSession.run { session in
            let reference = try await ReturnReference.find(id, in: session)
            let command = ApproveReturn(returnID: reference.id, actor: OperatorName.current)
            return try await session.reply(
                ReturnAnswered.self, to: try await session.send(command, orderID: reference.orderID))
        }
        try answer.show(output)
    }
}

struct DeclineReturnCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decline", abstract: "Refuse a requested return.")

    @Argument(help: "The return's id, or the beginning of it.")
    var id: String

    @Option(help: "Kept with the return.")
    var reason: String

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer = try await OperatorSession.run { session in
            let reference = try await ReturnReference.find(id, in: session)
            let command = DeclineReturn(returnID: reference.id, actor: OperatorName.current, reason: reason)
            return try await session.reply(
                ReturnAnswered.self, to: try await session.send(command, orderID: reference.orderID))
        }
        try answer.show(output)
    }
}

struct CancelReturnCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "The customer keeps what has not arrived yet.")

    @Argument(help: "The return's id, or the beginning of it.")
    var id: String

    @Option(help: "Kept with the return.")
    var reason = "cancelled by the shop"

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer = try await OperatorSession.run { session in
            let reference = try await ReturnReference.find(id, in: session)
            let command = CancelReturn(returnID: reference.id, actor: OperatorName.current, reason: reason)
            return try await session.reply(
                ReturnAnswered.self, to: try await session.send(command, orderID: reference.orderID))
        }
        try answer.show(output)
    }
}
