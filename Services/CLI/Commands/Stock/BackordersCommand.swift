import ArgumentParser
import Contracts
import Postgres
import WireJSON

struct BackordersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backorders", abstract: "Orders that wait for goods, in the order in which they get them.")

    @Argument(help: "Only this article or kit, by SKU.")
    var sku: String?

    @Option(help: "At most so many lines.")
    var limit = 1000

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let rows = try await OperatorSession.run { session in
            try await session.database(.inventory).query(StockQueries.backorders, sku, limit)
        }
        if output.json {
            return Console.print(
                json: JSONValue.array(
                    try rows.map { row in
                        .object([
                            ("sku", .string(try row.string(0))), ("orderId", .string(try row.uuid(1).text)),
                            ("lineId", .string(try row.string(2))), ("quantity", .int(try row.int(3))),
                            ("held", .int(try row.int(4))), ("isExpress", .bool(try row.bool(5))),
                            ("since", .time(Timestamp(microseconds: try row.timestamp(6)))),
                            ("promisedAt", .time(try row.timestampOrNil(7).map { Timestamp(microseconds: $0) })),
                        ])
                    }))
        }
        var table = TextTable(
            "sku", "order", "line", .number("waits"), .number("held"), "express", "since (UTC)", "promised (UTC)")
        for row in rows {
            table.add(
                try row.string(0), try row.uuid(1).text, try row.string(2), String(try row.int(3)),
                String(try row.int(4)), try row.bool(5) ? "yes" : "",
                Timestamp(microseconds: try row.timestamp(6)).short,
                try row.timestampOrNil(7).map { Timestamp(microseconds: $0).short } ?? "")
        }
        Console.print(table.isEmpty ? "nobody waits\(sku.map { " for \($0)" } ?? "")" : table.render())
    }
}
