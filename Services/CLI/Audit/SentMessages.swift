import Contracts
import FoundationEssentials
import Messaging
import Postgres
import WireJSON

/// What a service's own tables say that it sent, page by page.
///
/// The coordinator's log names every message that it sent; each other service keeps its replies, and beside them the ids
/// of all else.
struct SentMessages: Sendable {
    struct Message: Sendable {
        var id: UUID
        var orderID: UUID
        var type: String
        var sender: ServiceName
        var receivers: [ServiceName]
        var sentAt: Timestamp
    }

    let scope: AuditScope

    /// In the coordinator's schema.
    private static let log = Statement(
        "audit_sent_log",
        """
        SELECT order_id, sent::text, at FROM saga_log
        WHERE order_id = ANY($1::uuid[]) AND at < now() - interval '10 seconds' AND sent::text <> '[]'
        """)

    /// In any service's schema, as all below: replies that others listen to, with their order out of the envelope.
    private static let replies = Statement(
        "audit_sent_replies",
        """
        SELECT command_id, message_id, exchange, routing_key, convert_from(envelope, 'UTF8')::jsonb ->> 'orderid',
               convert_from(envelope, 'UTF8')::jsonb ->> 'type', created_at
        FROM reply
        WHERE (command_id, message_id) > ($1::uuid, $2::uuid) AND exchange <> 'waybill.public'
          AND created_at < now() - interval '10 seconds'
          AND ($3::uuid IS NULL OR command_id IN (SELECT id FROM inbox WHERE order_id = $3::uuid))
        ORDER BY command_id, message_id LIMIT 5000
        """)

    private static let facts = Statement(
        "audit_sent_facts",
        """
        SELECT order_id, id, exchange, routing_key, order_id::text, type, at FROM sent
        WHERE (order_id, id) > ($1::uuid, $2::uuid) AND at < now() - interval '10 seconds'
          AND ($3::uuid IS NULL OR sent.order_id = $3::uuid)
        ORDER BY sent.order_id, id LIMIT 5000
        """)

    /// A slice of time, found by the index of block ranges.
    private static let recentReplies = Statement(
        "audit_sent_recent_replies",
        """
        SELECT command_id, message_id, exchange, routing_key, convert_from(envelope, 'UTF8')::jsonb ->> 'orderid',
               convert_from(envelope, 'UTF8')::jsonb ->> 'type', created_at
        FROM reply
        WHERE created_at >= $1::timestamptz AND created_at < $2::timestamptz AND exchange <> 'waybill.public'
          AND created_at < now() - interval '10 seconds'
        """)

    private static let recentFacts = Statement(
        "audit_sent_recent_facts",
        """
        SELECT order_id, id, exchange, routing_key, order_id::text, type, at FROM sent
        WHERE at >= $1::timestamptz AND at < $2::timestamptz AND at < now() - interval '10 seconds'
        """)

    /// In the coordinator's schema.
    private static let recent = Statement(
        "audit_sent_recent",
        "SELECT order_id FROM saga WHERE order_id = ANY($1::uuid[]) AND updated_at > now() - interval '1 day'")

    private static let remembered = Statement(
        "audit_sent_remembered",
        """
        SELECT o.id FROM unnest($1::uuid[]) AS o (id) WHERE EXISTS (SELECT FROM inbox i WHERE i.order_id = o.id)
        """)

    func eachPage(of service: ServiceName, _ body: ([Message]) async throws -> Void) async throws {
        guard service != .saga else { return try await eachPageOfLog(body) }
        let database = try await scope.session.database(service)
        if let since = scope.since {
            for slice in try await TimeSlices(from: since, on: database) {
                for statement in [Self.recentReplies, Self.recentFacts] {
                    let rows = try await database.query(statement, slice.from, slice.to)
                    try await body(try rows.map { try message(in: $0, of: service) })
                }
            }
            return
        }
        for statement in [Self.replies, Self.facts] {
            var last = (UUID.zero, UUID.zero)
            while true {
                let rows = try await database.query(statement, last.0, last.1, scope.order)
                guard let end = rows.last else { break }
                last = (try end.uuid(0), try end.uuid(1))
                try await body(try rows.map { try message(in: $0, of: service) })
            }
        }
    }

    private func message(in row: PostgresRow, of service: ServiceName) throws -> Message {
        Message(
            id: try row.uuid(1), orderID: try row.stringOrNil(4).flatMap { UUID(text: $0) } ?? .zero,
            type: try row.stringOrNil(5) ?? "", sender: service,
            receivers: RoutingPattern.subscribers(of: try row.string(3), on: try row.string(2)),
            sentAt: Timestamp(microseconds: try row.timestamp(6)))
    }

    private func eachPageOfLog(_ body: ([Message]) async throws -> Void) async throws {
        let saga = try await scope.session.database(.saga)
        try await scope.eachPage { page in
            let remembered = try await remembered(among: page)
            for orders in remembered.pages(of: 1000) {
                try await body(try await saga.query(Self.log, orders).flatMap { try messages(inLog: $0) })
            }
        }
    }

    /// Of most orders a full audit has nothing to compare any more: an inbox lets go of them, and their log is long.
    private func remembered(among orders: [UUID]) async throws -> [UUID] {
        guard scope.isWhole else { return orders }
        let saga = try await scope.session.database(.saga)
        var found = Set(try await saga.query(Self.recent, orders).map { try $0.uuid(0) })
        for service in ServiceName.allCases {
            let rest = orders.filter { !found.contains($0) }
            let inbox = try await scope.session.database(service)
            found.formUnion(try await inbox.query(Self.remembered, rest).map { try $0.uuid(0) })
        }
        return orders.filter(found.contains)
    }

    private func messages(inLog row: PostgresRow) throws -> [Message] {
        let orderID = try row.uuid(0)
        return try JSONDocument(parsing: Array(try row.string(1).utf8)).root.elements.map { node in
            let id: UUID = try node.decode("id")
            let type: MessageType = try node.decode("type")
            return Message(
                id: id, orderID: orderID, type: type.rawValue, sender: .saga,
                receivers: Self.receivers(of: type, orderID: orderID),
                sentAt: Timestamp(microseconds: try row.timestamp(2)))
        }
    }

    /// Whom the coordinator's message goes to: a command to the service that its type names, an event to its
    /// subscribers; news for storefronts and answers to operators have no receiver of ours.
    private static func receivers(of type: MessageType, orderID: UUID) -> [ServiceName] {
        if type.service != ServiceName.saga.rawValue { return ServiceName(rawValue: type.service).map { [$0] } ?? [] }
        guard type == MilestoneReached.type else { return [] }
        return RoutingPattern.subscribers(
            of: Topology.routingKey(ofEvent: type, orderID: orderID), on: Topology.events)
    }
}
