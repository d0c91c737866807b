import ArgumentParser
import Contracts
import Postgres
import WireJSON

struct OrdersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "orders", abstract: "List orders, the newest first.")

    @Option(help: "Only this headline status, such as on_hold or delivered.")
    var status: String?

    @Option(help: "Only this channel.")
    var channel: String?

    @Option(help: "Only this shop.")
    var shop: String?

    @Flag(help: "Only those that wait for a person, whatever their status.")
    var held = false

    @Option(help: "At most so many.")
    var limit = 50

    @Flag(help: "Only how many there are of each status.")
    var count = false

    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await OperatorSession.run { session in
            let saga = try await session.database(.saga)
            if count {
                try printCounts(try await saga.query(OrderQueries.counts))
            } else {
                try printOrders(try await saga.query(OrderQueries.list, status, channel, shop, limit, held))
            }
        }
    }

    private func printCounts(_ rows: PostgresRows) throws {
        if output.json {
            return Console.print(json: JSONValue.object(try rows.map { (try $0.string(0), .int(try $0.int(1))) }))
        }
        var table = TextTable("status", .number("orders"))
        for row in rows { table.add(try row.string(0), String(try row.int(1))) }
        Console.print(table.isEmpty ? "no orders" : table.render())
    }

    private func printOrders(_ rows: PostgresRows) throws {
        if output.json {
            return Console.print(
                json: JSONValue.array(
                    try rows.map { row in
                        .object([
                            ("id", .id(try row.uuid(0))), ("number", .string(try row.string(1))),
                            ("channel", .string(try row.string(2))), ("shop", .string(try row.string(3))),
                            ("externalId", .string(try row.string(4))), ("status", .string(try row.string(5))),
                            ("total", .int(try row.int64(6))), ("currency", .string(try row.string(7))),
                            ("placedAt", .time(Timestamp(microseconds: try row.timestamp(8)))),
                            ("updatedAt", .time(Timestamp(microseconds: try row.timestamp(9)))),
                            ("hold", .text(try row.stringOrNil(10))),
                        ])
                    }))
        }
        var table = TextTable("number", "channel", "status", .number("total"), "placed", "id", "hold")
        for row in rows {
            table.add(
                try row.string(1), "\(try row.string(2))/\(try row.string(3))", try row.string(5),
                Currency(rawValue: try row.string(7)).format(try row.int64(6)),
                Timestamp(microseconds: try row.timestamp(8)).short, try row.uuid(0).text,
                try row.stringOrNil(10) ?? "")
        }
        Console.print(table.isEmpty ? "no orders" : table.render())
    }
}
