import ArgumentParser
import Contracts
import Postgres
import WireJSON

struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "Every movement of an article's stock, the newest last.")

    @Argument(help: "The article's SKU.")
    var sku: String

    @Option(help: "Only this site.")
    var site: String?

    @Option(help: "At most so many, the newest.")
    var limit = 100

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let rows = try await OperatorSession.run { session in
            try await session.database(.inventory).query(StockQueries.ledger, sku, site, limit)
        }
        if output.json {
            return Console.print(
                json: JSONValue.array(
                    try rows.map { row in
                        .object([
                            ("id", .int(try row.int64(0))),
                            ("at", .time(Timestamp(microseconds: try row.timestamp(1)))),
                            ("site", .string(try row.string(2))), ("kind", .string(try row.string(3))),
                            ("onHand", .int(try row.int(4))), ("reserved", .int(try row.int(5))),
                            ("reference", .string(try row.string(6))), ("orderId", .text(try row.uuidOrNil(7)?.text)),
                            ("actor", .text(try row.stringOrNil(8))), ("quarantined", .int(try row.int(9))),
                        ])
                    }))
        }
        var table = TextTable(
            "time (UTC)", "site", "kind", .number("on hand"), .number("reserved"), .number("quarantine"), "reference",
            "by")
        for row in rows {
            table.add(
                Timestamp(microseconds: try row.timestamp(1)).short, try row.string(2), try row.string(3),
                Self.signed(try row.int(4)), Self.signed(try row.int(5)), Self.signed(try row.int(9)),
                try row.string(6),
                try row.stringOrNil(8) ?? "")
        }
        Console.print(table.isEmpty ? "no movements of \(sku)" : table.render())
    }

    private static func signed(_ number: Int) -> String {
        number == 0 ? "" : number > 0 ? "+\(number)" : "\(number)"
    }
}
