import ArgumentParser

struct ListChannelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Shops that are asked for their orders, or send webhooks.",
        discussion: """
            LAG is how far back everything is read; it is at least what webhooks are left (intake.webhook.grace). LIMITS is how \
            much of each of the channel's limits was used up at the last question. COMPLETE is the last census: how many of \
            the orders that the channel lists are here, and which are here that it does not list. CLAIMS LAG is how far back \
            all that customers want to give back is read. TROUBLE is why a shop, or the queue in which its channel tells what \
            changed, was not read. Exit code 1 when that was so at the last attempt.
            """)

    @Argument(help: "Only this one, as channel/shop.")
    var shop: String?

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let shop = self.shop
        let report = try await OperatorSession.run { try await ChannelReport.read(shop, in: $0) }
        if output.json {
            Console.print(json: report.json)
        } else {
            Console.print(report.text())
        }
        if report.hasFailure { throw ExitCode.failure }
    }
}
