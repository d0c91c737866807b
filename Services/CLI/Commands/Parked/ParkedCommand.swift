import ArgumentParser

struct ParkedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parked", abstract: "Messages and effects that wait for a person.",
        subcommands: [
            ListParkedCommand.self, ShowParkedCommand.self, RetryParkedCommand.self, DiscardParkedCommand.self,
        ], defaultSubcommand: ListParkedCommand.self)
}
