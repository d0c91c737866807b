import ArgumentParser

struct WebhookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook", abstract: "Where shops are told of their orders and returns.",
        subcommands: [
            AddWebhookCommand.self, ListWebhooksCommand.self, ListDeliveriesCommand.self, ReplayWebhooksCommand.self,
        ])
}
