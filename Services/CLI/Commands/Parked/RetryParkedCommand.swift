import ArgumentParser
import Contracts
import FoundationEssentials
import WireJSON

struct RetryParkedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Run parked messages and effects again.",
        discussion: "Either ids, or --service with --type (all of a type) or --all (everything of the service).")

    @Argument(help: "Ids that waybill parked list prints.")
    var ids: [String] = []

    @Option(help: "The service whose parked work is meant.")
    var service: ServiceName?

    @Option(help: "All messages of this type, such as waybill.inventory.reserve.v1.")
    var type: String?

    @Flag(help: "Everything that the service has parked: messages, effects, returned outbox rows.")
    var all = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        let isBroad = type != nil || all
        guard ids.isEmpty == isBroad else { throw ValidationError("Name ids, or --service with --type or --all.") }
        if isBroad, service == nil { throw ValidationError("--type and --all need --service.") }
    }

    func run() async throws {
        let ids = try Self.parse(ids)
        try await OperatorSession.run { session in
            var targets = service.map { [(service: $0, ids: ids)] } ?? []
            if !ids.isEmpty { targets = try await ParkedItem.owners(of: ids, in: session) }
            var done: [JSONValue] = []
            for (service, ids) in targets {
                let request = RetryParked(
                    ids: ids, type: type.map { MessageType(rawValue: $0) }, actor: OperatorName.current)
                let sent = try await session.ask(request, of: service)
                _ = try await session.replies(to: sent, expectsReply: false)
                done.append(
                    .object([
                        ("service", .string(service.executable)), ("ids", .array(ids.map { .id($0) })),
                        ("type", .text(type)), ("all", .bool(all)),
                    ]))
                if !output.json {
                    Console.print("\(service.executable) runs them again: waybill parked list shows what stays")
                }
            }
            if output.json { Console.print(json: JSONValue.array(done)) }
        }
    }

    static func parse(_ texts: [String]) throws -> [UUID] {
        try texts.map { text in
            guard let id = UUID(text: text) else { throw ValidationError("\(text) is not an id.") }
            return id
        }
    }
}
