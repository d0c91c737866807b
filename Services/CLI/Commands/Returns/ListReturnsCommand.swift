import ArgumentParser
import Contracts
import FoundationEssentials
import Postgres
import WireJSON

struct ListReturnsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Returns, the newest first. Meant when only an order is named.")

    @Argument(help: "Only those of this order: its id, number or external id.")
    var order: String?

    @Flag(help: "Only those that are not over.")
    var open = false

    @Option(help: "At most so many.")
    var limit = 100

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let rows = try await OperatorSession.run { session in
            var id: UUID?
            if let order { id = try await OrderReference.find(order, in: session).id }
            return try await session.database(.returns).query(ReturnQueries.list, id, open, limit)
        }
        if output.json {
            return Console.print(
                json: JSONValue.array(
                    try rows.map { row in
                        .object([
                            ("returnId", .string(try row.uuid(0).text)), ("number", .string(try row.string(1))),
                            ("state", .string(try row.string(2))), ("origin", .string(try row.string(3))),
                            ("settlement", .string(try row.string(4))), ("units", .int(try row.int(7))),
                            ("given", .int(try row.int(8))), ("currency", .text(try row.stringOrNil(9))),
                            ("reason", .text(try row.stringOrNil(10))),
                        ])
                    }))
        }
        var table = TextTable("return", "order", "state", "from", "for", .number("units"), .number("given"), "waits")
        for row in rows {
            let currency = Currency(rawValue: try row.stringOrNil(9) ?? "")
            table.add(
                try row.uuid(0).text, try row.string(1), try row.string(2), try row.string(3), try row.string(4),
                String(try row.int(7)), currency.format(try row.int64(8)), try row.stringOrNil(10) ?? "")
        }
        Console.print(table.isEmpty ? "no returns" : table.render())
    }
}
