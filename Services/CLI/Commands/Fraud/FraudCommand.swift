import ArgumentParser

struct FraudCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fraud", abstract: "Whom the fraud rules refuse, ask about or let pass.",
        subcommands: [FraudListCommand.self])
}

struct FraudListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The list of buyers.",
        discussion: """
            Only a digest of the value leaves this command, and only that is kept: the list shows whom it is about to \
            nobody who does not know.
            """,
        subcommands: [AddToFraudListCommand.self, RemoveFromFraudListCommand.self, ShowFraudListCommand.self],
        defaultSubcommand: ShowFraudListCommand.self)
}
