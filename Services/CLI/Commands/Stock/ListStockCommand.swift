import ArgumentParser
import Contracts
import Postgres
import WireJSON

struct ListStockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "What is on hand, reserved, available to promise (ATP) and in quarantine. Meant when nothing is said."
    )

    @Argument(help: "Only this article, by SKU or alias.")
    var sku: String?

    @Option(help: "At most so many lines.")
    var limit = 1000

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let rows = try await OperatorSession.run { session in
            try await session.database(.inventory).query(StockQueries.balances, sku, limit)
        }
        if output.json {
            return Console.print(
                json: JSONValue.array(
                    try rows.map { row in
                        .object([
                            ("sku", .string(try row.string(0))), ("site", .string(try row.string(2))),
                            ("bin", .string(try row.string(3))), ("onHand", .int(try row.int(4))),
                            ("reserved", .int(try row.int(5))), ("safety", .int(try row.int(6))),
                            ("available", .int(try row.int(7))), ("siteIsOpen", .bool(try row.bool(8))),
                            ("quarantined", .int(try row.int(9))),
                        ])
                    }))
        }
        var table = TextTable(
            "sku", "site", "bin", .number("on hand"), .number("reserved"), .number("safety"), .number("ATP"),
            .number("quarantine"), "title")
        for row in rows {
            table.add(
                try row.string(0), try row.string(2) + (try row.bool(8) ? "" : " (closed)"), try row.string(3),
                String(try row.int(4)), String(try row.int(5)), String(try row.int(6)), String(try row.int(7)),
                String(try row.int(9)), try row.string(1))
        }
        Console.print(table.isEmpty ? "no stock\(sku.map { " of \($0)" } ?? "")" : table.render())
    }
}
