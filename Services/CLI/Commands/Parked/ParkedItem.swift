import ArgumentParser
import Contracts
import FoundationEssentials
import Postgres
import WireJSON

/// Something that was tried and cannot go on by itself.
struct ParkedItem: Sendable {
    var service: ServiceName
    /// `message`, `effect` or `outbox`.
    var kind: String
    /// nil for an outbox row, which has no id of its own outside of its service.
    var id: UUID?
    var orderID: UUID?
    var type: String
    var since: Timestamp
    var attempts: Int
    var reason: String

    static func all(of services: [ServiceName], limit: Int, in session: OperatorSession) async throws -> [ParkedItem] {
        var items: [ParkedItem] = []
        for service in services {
            for row in try await session.database(service).query(ParkedQueries.list, limit) {
                items.append(
                    ParkedItem(
                        service: service, kind: try row.string(0), id: try row.uuidOrNil(1),
                        orderID: try row.uuidOrNil(2).flatMap { $0 == .zero ? nil : $0 }, type: try row.string(3),
                        since: Timestamp(microseconds: try row.timestamp(4)), attempts: try row.int(5),
                        reason: try row.stringOrNil(6) ?? ""))
            }
        }
        return Array(items.sorted { $0.since > $1.since }.prefix(limit))
    }

    /// Which service has each of the ids.
    static func owners(
        of ids: [UUID], in session: OperatorSession
    ) async throws -> [(service: ServiceName, ids: [UUID])] {
        let items = try await all(of: ServiceName.allCases, limit: 1_000_000, in: session)
        let missing = ids.filter { id in !items.contains { $0.id == id } }
        guard missing.isEmpty else {
            throw OperatorError(
                "not parked: " + missing.map(\.text).joined(separator: ", "), advice: "waybill parked list")
        }
        return ServiceName.allCases.compactMap { service in
            let own = ids.filter { id in items.contains { $0.id == id && $0.service == service } }
            return own.isEmpty ? nil : (service, own)
        }
    }

    var json: JSONValue {
        .object([
            ("service", .string(service.executable)), ("kind", .string(kind)), ("id", .text(id?.text)),
            ("orderId", .text(orderID?.text)), ("type", .string(type)), ("since", .time(since)),
            ("attempts", .int(attempts)), ("reason", .string(reason)),
        ])
    }
}

extension ServiceName: ExpressibleByArgument {
    /// By the name of the executable or of the messages.
    public init?(argument: String) {
        guard let service = Self.allCases.first(where: { $0.executable == argument || $0.rawValue == argument }) else {
            return nil
        }
        self = service
    }
}
