import Contracts
import FoundationEssentials
import Postgres
import WireJSON

/// Every message about one order, as the services' inboxes keep them.
struct OrderTimeline: Sendable {
    struct Entry: Sendable {
        var id: UUID
        var service: ServiceName
        var type: String
        /// Who asked for it, when it was a person.
        var actor: String?
        var causationID: UUID?
        var sentAt: Timestamp
        var receivedAt: Timestamp
        var state: Int16
        var attempts: Int16
        var reason: String?

        /// From when it was said to when its handling was committed; clocks of two machines may make it a little wrong.
        var duration: Duration { max(.zero, receivedAt - sentAt) }

        static let states = ["applied", "retrying", "parked", "discarded"]

        var stateName: String { Self.states.indices.contains(Int(state)) ? Self.states[Int(state)] : "\(state)" }
    }

    /// In the order in which they were taken.
    var entries: [Entry]

    static func load(of orderID: UUID, in session: OperatorSession) async throws -> OrderTimeline {
        var entries: [Entry] = []
        for service in ServiceName.allCases {
            let rows = try await session.database(service).query(InboxQueries.ofOrder, orderID)
            entries += try rows.map { try entry($0, service) }
        }
        let intake = try await session.database(.intake)
        let before = try await intake.query(IntakeQueries.messagesOfOrder, orderID).map { try $0.uuid(0) }
        entries += try await intake.query(InboxQueries.withoutOrder, before).map { try entry($0, .intake) }
        entries.sort { ($0.receivedAt, $0.sentAt, $0.id.text) < ($1.receivedAt, $1.sentAt, $1.id.text) }
        return OrderTimeline(entries: entries)
    }

    private static func entry(_ row: PostgresRow, _ service: ServiceName) throws -> Entry {
        Entry(
            id: try row.uuid(0), service: service, type: try row.string(1), actor: actor(of: try row.string(2)),
            causationID: try row.uuidOrNil(3), sentAt: Timestamp(microseconds: try row.timestamp(4)),
            receivedAt: Timestamp(microseconds: try row.timestamp(5)), state: try row.int16(6),
            attempts: try row.int16(7), reason: try row.stringOrNil(8))
    }

    /// An operator's command says in its source who was at the keyboard.
    private static func actor(of source: String) -> String? {
        source.hasPrefix(operators) ? String(source.dropFirst(operators.count)) : nil
    }

    private static let operators = "/operator/"

    func render(width: Int? = Console.width) -> String {
        let types = Dictionary(entries.map { ($0.id, $0.type) }) { first, _ in first }
        var table = TextTable("time (UTC)", "service", "message", "because of", "by", .number("took"), "state")
        for entry in entries {
            var state = entry.stateName
            if entry.attempts > 1 { state += ", attempt \(entry.attempts)" }
            if let reason = entry.reason, entry.state != 0 { state += ": \(reason)" }
            table.add(
                entry.receivedAt.clock, entry.service.executable, Self.short(entry.type),
                entry.causationID.map { id in types[id].map(Self.short) ?? "…\(id.tail)" } ?? "", entry.actor ?? "",
                entry.duration.short, state)
        }
        return table.render(width: width)
    }

    /// A type without what all types have.
    static func short(_ type: String) -> String {
        type.hasPrefix("waybill.") ? String(type.dropFirst("waybill.".count)) : type
    }

    var json: JSONValue {
        .array(
            entries.map { entry in
                .object([
                    ("id", .id(entry.id)), ("service", .string(entry.service.executable)),
                    ("type", .string(entry.type)), ("actor", .text(entry.actor)),
                    ("causationId", .text(entry.causationID?.text)),
                    ("sentAt", .time(entry.sentAt)), ("receivedAt", .time(entry.receivedAt)),
                    ("milliseconds", .int(entry.duration.wholeMicroseconds / 1000)),
                    ("state", .string(entry.stateName)), ("attempts", .int(entry.attempts)),
                    ("reason", .text(entry.reason)),
                ])
            })
    }
}
