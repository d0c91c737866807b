import ArgumentParser
import Contracts
import FoundationEssentials
import Postgres
import WireJSON

struct ShowParkedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One parked message or effect, with its content.")

    @Argument(help: "The id that waybill parked list prints.")
    var id: String

    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let uuid = UUID(text: id) else { throw ValidationError("\(id) is not an id.") }
        try await OperatorSession.run { session in
            for service in ServiceName.allCases {
                let database = try await session.database(service)
                if let row = try await database.query(ParkedQueries.message, uuid).first {
                    return try show(row, service, isMessage: true)
                }
                if let row = try await database.query(ParkedQueries.effect, uuid).first {
                    return try show(row, service, isMessage: false)
                }
            }
            throw OperatorError("nothing with the id \(id) is parked", advice: "waybill parked list")
        }
    }

    private func show(_ row: PostgresRow, _ service: ServiceName, isMessage: Bool) throws {
        let order = try row.uuidOrNil(1).flatMap { $0 == .zero ? nil : $0 }
        let content = try row.bytesOrNil(10) ?? []
        var fields: [(String, String?)] = [
            ("service", service.executable), (isMessage ? "message" : "effect", try row.string(0)),
            ("order", order?.text),
            (isMessage ? "from" : "key", try row.stringOrNil(2)),
            ("routing key", try row.stringOrNil(8)), ("broker user", try row.stringOrNil(9)),
            ("since", Timestamp(microseconds: try row.timestamp(5)).short),
            ("attempts", String(try row.int(6))), ("reason", try row.stringOrNil(7)),
            ("last actor", try row.stringOrNil(12)),
        ]
        fields = fields.filter { $0.1 != nil }
        if output.json {
            let parsed =
                (try? JSONValue.parse(content, limits: .message)) ?? .string(String(decoding: content, as: UTF8.self))
            return Console.print(
                json: JSONValue.object(fields.map { ($0.0, .text($0.1)) } + [("content", parsed)]))
        }
        for (name, value) in fields { Console.print("\(name.padded(to: 12))  \(value ?? "")") }
        Console.print("\n\(String(decoding: content, as: UTF8.self))")
    }
}
