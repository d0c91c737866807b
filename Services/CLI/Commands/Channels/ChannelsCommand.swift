import ArgumentParser

struct ChannelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "channels", abstract: "How each shop is read on its channel's side, and what its webhooks lost.",
        subcommands: [ListChannelsCommand.self, ListRecoveredCommand.self], defaultSubcommand: ListChannelsCommand.self)
}
