import ArgumentParser

struct ReturnCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "return", abstract: "Returns: ask for one, decide, receive, inspect, settle.",
        subcommands: [
            RequestReturnCommand.self, ListReturnsCommand.self, ShowReturnCommand.self, ApproveReturnCommand.self,
            DeclineReturnCommand.self, CancelReturnCommand.self, ReceiveReturnCommand.self, InspectReturnCommand.self,
            SettleReturnCommand.self, ReturnLinkCommand.self,
        ])
}
