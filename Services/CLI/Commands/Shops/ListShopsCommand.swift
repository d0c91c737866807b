import ArgumentParser
import Contracts
import Postgres
import WireJSON

struct ListShopsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "All shops.")

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let rows = try await OperatorSession.run { session in
            try await session.database(.intake).query(ShopQueries.all)
        }
        if output.json {
            Console.print(
                json: JSONValue.array(
                    try rows.map { row in
                        .object([
                            ("channel", .string(try row.string(0))), ("shop", .string(try row.string(1))),
                            ("isOpen", try row.boolOrNil(2).map { .bool($0) } ?? .null),
                            ("stockBuffer", .int(try row.intOrNil(3) ?? 0)),
                            ("currency", .text(try row.stringOrNil(4))),
                            ("paymentMethod", .text(try row.stringOrNil(5))), ("orders", .int(try row.int(6))),
                        ])
                    }))
            return
        }
        var table = TextTable("channel", "shop", "state", .number("buffer"), "currency", "payment", .number("orders"))
        for row in rows {
            table.add(
                try row.string(0), try row.string(1), try Self.state(row),
                try row.intOrNil(3).map { String($0) } ?? "", try row.stringOrNil(4) ?? "",
                try row.stringOrNil(5) ?? "",
                String(try row.int(6)))
        }
        Console.print(table.isEmpty ? "no shops yet; waybill shop add CHANNEL SHOP" : table.render())
    }

    private static func state(_ row: PostgresRow) throws -> String {
        guard let isOpen = try row.boolOrNil(2) else { return "not opened" }
        return isOpen ? "open" : "closed"
    }
}
