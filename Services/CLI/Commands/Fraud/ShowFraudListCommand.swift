import ArgumentParser
import Contracts
import Postgres
import WireJSON

struct ShowFraudListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "All entries; or one, with everything that was ever said about it.")

    @Argument(help: "email, phone, token or address; all entries without it.")
    var kind: FraudListEntry.Kind?

    @Argument(help: "The value, as for add.")
    var value: String?

    @OptionGroup var output: OutputOptions

    func run() async throws {
        var subject: FraudSubject?
        if let kind {
            guard let named = value.flatMap({ FraudListEntry.subject(kind, $0) }) else {
                throw ValidationError("A value of that kind is needed too.")
            }
            subject = named
        }
        let digest = subject?.digest
        try await OperatorSession.run { session in
            let database = try await session.database(.payment)
            let entries = try await database.query(PaymentQueries.fraudList, digest).map { $0 }
            var changes: [PostgresRow] = []
            if let digest { changes = try await database.query(PaymentQueries.fraudListChanges, digest).map { $0 } }
            try show(entries, changes)
        }
    }

    private func show(_ entries: [PostgresRow], _ changes: [PostgresRow]) throws {
        if output.json {
            let list = try entries.map { row in
                JSONValue.object([
                    ("kind", .string(try row.string(0))), ("digest", .string(try row.string(1))),
                    ("effect", .string(try row.string(2))), ("reason", .string(try row.string(3))),
                    ("actor", .string(try row.string(4))),
                    (
                        "expiresAt",
                        .text(try row.timestampOrNil(5).map { Timestamp(microseconds: $0).rfc3339 })
                    ),
                    ("since", .string(Timestamp(microseconds: try row.timestamp(6)).rfc3339)),
                ])
            }
            return Console.print(json: JSONValue.array(list))
        }
        var table = TextTable("kind", "digest", "effect", "reason", "by", "until")
        for row in entries {
            table.add(
                try row.string(0), try row.string(1), try row.string(2), try row.string(3), try row.string(4),
                try row.timestampOrNil(5).map { Timestamp(microseconds: $0).short } ?? "")
        }
        Console.print(table.isEmpty ? "no entries; waybill fraud list add KIND VALUE" : table.render())
        guard !changes.isEmpty else { return }
        var log = TextTable("at", "effect", "reason", "by")
        for row in changes {
            log.add(
                Timestamp(microseconds: try row.timestamp(5)).short, try row.stringOrNil(2) ?? "removed",
                try row.string(3), try row.string(4))
        }
        Console.print("\n" + log.render())
    }
}
