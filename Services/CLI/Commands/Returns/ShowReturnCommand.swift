import ArgumentParser
import Contracts
import FoundationEssentials
import Postgres
import WireJSON

struct ShowReturnCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One return: where its units are, what was given, what it waits for.")

    @Argument(help: "The return's id, or the beginning of it.")
    var id: String

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (reference, header, lines, settlements) = try await OperatorSession.run { session in
            let reference = try await ReturnReference.find(id, in: session)
            let database = try await session.database(.returns)
            return (
                reference, try await database.query(ReturnQueries.header, reference.id),
                try await database.query(ReturnQueries.lines, reference.id),
                try await database.query(ReturnQueries.settlements, reference.id)
            )
        }
        guard let row = header.first else { throw OperatorError("there is no return \(id)") }
        if output.json { return try show(reference, row, lines, settlements) }
        let currency = Currency(rawValue: try row.stringOrNil(13) ?? "")
        Console.print("return \(reference.id.text) of order \(try row.string(1)): \(try row.string(0))")
        Console.print(
            "  asked for by \(try row.stringOrNil(5) ?? "?"), as \(try row.string(3)), by version "
                + "\(try row.int(4)) of the policy")
        Console.print(
            "  worth \(currency.format(try row.int64(6))) after fees of \(currency.format(try row.int64(7)))")
        if let number = try row.stringOrNil(8) { Console.print("  parcel \(number)") }
        if let exchange = try row.stringOrNil(14) { Console.print("  in exchange: order \(exchange)") }
        if let code = try row.stringOrNil(9) { Console.print("  \(code): \(try row.stringOrNil(10) ?? "")") }
        var table = TextTable(
            "line", "sku", "reason", .number("units"), .number("received"), .number("restocked"),
            .number("quarantined"), .number("written off"), .number("sent back"), .number("kept"))
        for line in lines {
            table.add(
                try line.string(0), try line.string(1), try line.string(3), String(try line.int(2)),
                String(try line.int(5)), String(try line.int(6)), String(try line.int(7)), String(try line.int(8)),
                String(try line.int(9)), String(try line.int(10)))
        }
        Console.print(table.render())
        for settlement in settlements {
            Console.print(
                "  \(try settlement.string(1)) \(currency.format(try settlement.int64(2))): "
                    + "\(try settlement.string(3))")
        }
    }

    private func show(
        _ reference: ReturnReference, _ row: PostgresRow, _ lines: PostgresRows, _ settlements: PostgresRows
    ) throws {
        Console.print(
            json: JSONValue.object([
                ("returnId", .string(reference.id.text)), ("orderId", .string(reference.orderID.text)),
                ("state", .string(try row.string(0))), ("number", .string(try row.string(1))),
                ("settlement", .string(try row.string(3))), ("policyVersion", .int(try row.int(4))),
                ("expected", .int(try row.int(6))), ("fees", .int(try row.int(7))),
                ("reason", .text(try row.stringOrNil(9))),
                (
                    "lines",
                    .array(
                        try lines.map { line in
                            .object([
                                ("lineId", .string(try line.string(0))), ("sku", .string(try line.string(1))),
                                ("quantity", .int(try line.int(2))), ("received", .int(try line.int(5))),
                                ("restocked", .int(try line.int(6))), ("quarantined", .int(try line.int(7))),
                                ("writtenOff", .int(try line.int(8))), ("sentBack", .int(try line.int(9))),
                                ("kept", .int(try line.int(10))),
                            ])
                        })
                ),
                (
                    "settlements",
                    .array(
                        try settlements.map { entry in
                            .object([
                                ("refundId", .string(try entry.uuid(4).text)), ("kind", .string(try entry.string(1))),
                                ("amount", .int(try entry.int(2))), ("state", .string(try entry.string(3))),
                            ])
                        })
                ),
            ]))
    }
}
