import ArgumentParser
import Contracts
import Postgres
import WireJSON

struct ListChannelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Shops that are asked for their orders, or send webhooks.",
        discussion: """
            LAG is how far back everything is read; it is at least what webhooks are left (intake.webhook.grace). LIMITS is how \
            much of each of the channel's limits was used up at the last question. COMPLETE is the last census: how many of \
            the orders that the channel lists are here. Exit code 1 when a shop was not read at the last attempt.
            """)

    @Argument(help: "Only this one, as channel/shop.")
    var shop: String?

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let shop = self.shop
        let states = try await OperatorSession.run { session in
            try await session.database(.intake).query(ChannelQueries.all, shop).map { try ChannelState($0) }
        }
        if output.json {
            Console.print(json: JSONValue.array(states.map(\.json)))
        } else {
            describe(states)
        }
        if states.contains(where: { $0.failures > 0 }) { throw ExitCode.failure }
    }

    private func describe(_ states: [ChannelState]) {
        var table = TextTable(
            "shop", "state", "lag", "last poll", "last webhook", "limits", .number("orders"), .number("recovered"),
            "complete", "trouble")
        for state in states {
            table.add(
                state.shop, state.state, state.lag?.short ?? "", state.ago(state.answeredAt),
                state.ago(state.lastWebhook), state.limitsText, String(state.orders), String(state.recovered),
                state.completeness, state.trouble)
        }
        Console.print(
            table.isEmpty ? "no shop is asked for its orders; see waybill shop add --url" : table.render())
    }
}
