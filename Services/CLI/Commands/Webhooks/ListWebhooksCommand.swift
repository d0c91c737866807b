import ArgumentParser
import Contracts
import FoundationEssentials
import Postgres
import WireJSON

struct ListWebhooksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The shops' endpoints, and what waits or is parked at each.")

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let rows = try await OperatorSession.run { session in
            try await session.database(.notifications).query(WebhookQueries.endpoints)
        }
        if output.json {
            return Console.print(
                json: JSONValue.array(
                    try rows.map { row in
                        .object([
                            ("endpointId", .string(try row.uuid(0).text)), ("channel", .string(try row.string(1))),
                            ("shop", .string(try row.string(2))), ("name", .string(try row.string(3))),
                            ("url", .string(try row.string(4))), ("isActive", .bool(try row.bool(5))),
                            ("open", .int(try row.int(7))), ("parked", .int(try row.int(8))),
                        ])
                    }))
        }
        var table = TextTable("endpoint", "shop", "name", "url", "events", .number("open"), .number("parked"))
        for row in rows {
            let events = try row.array(6, of: String.self)
            table.add(
                try row.uuid(0).text, "\(try row.string(1))/\(try row.string(2))", try row.string(3),
                try row.string(4) + (try row.bool(5) ? "" : " (off)"),
                events.isEmpty ? "all" : events.joined(separator: " "), String(try row.int(7)),
                String(try row.int(8)))
        }
        Console.print(table.isEmpty ? "no endpoints; see waybill webhook add" : table.render())
    }
}

struct ListDeliveriesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deliveries", abstract: "What was sent, the newest first, and what became of it.")

    @Argument(help: "Only those of this order: its id, number or external id.")
    var order: String?

    @Flag(help: "Only those that were given up.")
    var parked = false

    @Option(help: "At most so many.")
    var limit = 50

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let rows = try await OperatorSession.run { session in
            var id: UUID?
            if let order { id = try await OrderReference.find(order, in: session).id }
            return try await session.database(.notifications).query(WebhookQueries.deliveries, id, parked, limit)
        }
        if output.json {
            return Console.print(
                json: JSONValue.array(
                    try rows.map { row in
                        .object([
                            ("webhookId", .string(try row.uuid(0).text)), ("type", .string(try row.string(1))),
                            ("orderId", .string(try row.uuid(2).text)), ("state", .string(try row.string(3))),
                            ("attempts", .int(try row.int(4))), ("status", .int(try row.int(5))),
                            ("reason", .string(try row.string(6))),
                        ])
                    }))
        }
        var table = TextTable("webhook-id", "type", "state", .number("attempts"), "last answer")
        for row in rows {
            table.add(
                try row.uuid(0).text, try row.string(1), try row.string(3), String(try row.int(4)),
                try row.string(6))
        }
        Console.print(table.isEmpty ? "nothing was sent" : table.render())
    }
}
