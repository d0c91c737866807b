import ArgumentParser
import Contracts
import Postgres
import WireJSON

struct ListRecoveredCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recovered", abstract: "Orders that no webhook brought and a question found, the newest first.")

    @Argument(help: "Only of this one, as channel/shop.")
    var shop: String?

    @Option(help: "At most so many.")
    var limit = 50

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (shop, limit) = (self.shop, self.limit)
        let rows = try await OperatorSession.run { session in
            try await session.database(.intake).query(ChannelQueries.recovered, shop, limit)
        }
        if output.json {
            return Console.print(
                json: JSONValue.array(
                    try rows.map { row in
                        .object([
                            ("shop", .string(try row.string(0))), ("externalId", .string(try row.string(1))),
                            ("way", .string(try row.string(2))), ("outcome", .string(try row.string(3))),
                            ("channelUpdatedAt", .time(Timestamp(microseconds: try row.timestamp(4)))),
                            ("foundAt", .time(Timestamp(microseconds: try row.timestamp(5)))),
                        ])
                    }))
        }
        var table = TextTable("shop", "order", "found by", "outcome", "changed there", "found")
        for row in rows {
            table.add(
                try row.string(0), try row.string(1), try row.string(2), try row.string(3),
                Timestamp(microseconds: try row.timestamp(4)).short, Timestamp(microseconds: try row.timestamp(5)).short
            )
        }
        Console.print(table.isEmpty ? "nothing was lost" : table.render())
    }
}
