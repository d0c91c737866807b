import Contracts
import FoundationEssentials
import Postgres
import WireJSON

/// What each sender's log says was sent = what each subscriber's inbox says was applied, parked or is retrying.
///
/// The coordinator's log names every command and event that it sent; what the others sent is known from the replies
/// that they keep. Events that answer no command (a parcel scanned, an order accepted) leave no trace at their sender
/// once the broker has confirmed them, and are not compared; A1 compares accepted orders.
struct A7Delivery: Invariant {
    static let id = "A7"
    static let title = "what was sent has arrived with everyone who listens"

    /// In the coordinator's schema.
    private static let log = Statement(
        "audit_a7_log",
        """
        SELECT order_id, seq, sent::text FROM saga_log
        WHERE (order_id, seq) > ($1::uuid, $2::int8) AND at < now() - interval '10 seconds'
        ORDER BY order_id, seq LIMIT 5000
        """)

    /// In any service's schema: replies that others listen to, with their order out of the envelope.
    private static let replies = Statement(
        "audit_a7_replies",
        """
        SELECT command_id, message_id, routing_key, convert_from(envelope, 'UTF8')::jsonb ->> 'orderid',
               convert_from(envelope, 'UTF8')::jsonb ->> 'type'
        FROM reply
        WHERE (command_id, message_id) > ($1::uuid, $2::uuid) AND exchange = 'waybill.events'
          AND created_at < now() - interval '10 seconds'
        ORDER BY command_id, message_id LIMIT 5000
        """)

    /// In the schema of who should have it.
    private static let missing = Statement(
        "audit_a7_missing",
        """
        SELECT m.id FROM unnest($1::uuid[], $2::uuid[]) AS m (order_id, id)
        WHERE NOT EXISTS (SELECT FROM inbox i WHERE i.order_id = m.order_id AND i.id = m.id)
        """)

    private struct Message {
        var id: UUID
        var orderID: UUID
        var type: String
        var sender: ServiceName
    }

    func check(_ scope: AuditScope, _ finding: inout AuditFinding) async throws {
        var lost: [(Message, ServiceName)] = []
        try await checkLog(scope, &finding, &lost)
        for service in ServiceName.allCases where service != .saga {
            try await checkReplies(of: service, scope, &finding, &lost)
        }
        guard !lost.isEmpty else { return }
        // A message may wait in a queue for as long as its receiver stands still.
        let waiting = Set(try await QueueState.all(try scope.session.management()).filter { $0.depth > 0 }.map(\.name))
        var onTheirWay = 0
        for (message, receiver) in lost {
            let pending = try await EngineState.load(message.sender, in: scope.session).outbox > 0
            if pending || QueueState.queues(of: receiver).contains(where: waiting.contains) {
                onTheirWay += 1
            } else {
                finding.violations.append(
                    "\(OrderTimeline.short(message.type)) \(message.id.text) of order \(message.orderID.text), sent by "
                        + "\(message.sender.executable), is unknown to \(receiver.executable)")
            }
        }
        if onTheirWay > 0 { finding.notes.append("\(onTheirWay) messages wait for their receivers") }
    }

    private func checkLog(
        _ scope: AuditScope, _ finding: inout AuditFinding, _ lost: inout [(Message, ServiceName)]
    ) async throws {
        let saga = try await scope.session.database(.saga)
        var last = (UUID.zero, Int64(-1))
        while true {
            let page = try await saga.query(Self.log, last.0, last.1)
            guard let end = page.last else { return }
            last = (try end.uuid(0), try end.int64(1))
            var messages: [ServiceName: [Message]] = [:]
            for row in page {
                let orderID = try row.uuid(0)
                for node in try JSONDocument(parsing: Array(try row.string(2).utf8)).root.elements {
                    guard let id = node["id"]?.string.flatMap({ UUID(text: $0) }), let type = node["type"]?.string
                    else {
                        continue
                    }
                    let message = Message(id: id, orderID: orderID, type: type, sender: .saga)
                    for receiver in Self.receivers(of: MessageType(rawValue: type), orderID: orderID) {
                        messages[receiver, default: []].append(message)
                    }
                }
            }
            try await compare(messages, scope, &finding, &lost)
        }
    }

    private func checkReplies(
        of service: ServiceName, _ scope: AuditScope, _ finding: inout AuditFinding,
        _ lost: inout [(Message, ServiceName)]
    ) async throws {
        let database = try await scope.session.database(service)
        var last = (UUID.zero, UUID.zero)
        while true {
            let page = try await database.query(Self.replies, last.0, last.1)
            guard let end = page.last else { return }
            last = (try end.uuid(0), try end.uuid(1))
            var messages: [ServiceName: [Message]] = [:]
            for row in page {
                let orderID = try row.stringOrNil(3).flatMap { UUID(text: $0) } ?? .zero
                let message = Message(
                    id: try row.uuid(1), orderID: orderID, type: try row.stringOrNil(4) ?? "", sender: service)
                for receiver in RoutingPattern.subscribers(of: try row.string(2), on: Topology.events) {
                    messages[receiver, default: []].append(message)
                }
            }
            try await compare(messages, scope, &finding, &lost)
        }
    }

    private func compare(
        _ messages: [ServiceName: [Message]], _ scope: AuditScope, _ finding: inout AuditFinding,
        _ lost: inout [(Message, ServiceName)]
    ) async throws {
        for (receiver, sent) in messages {
            finding.checked += sent.count
            let rows = try await scope.session.database(receiver).query(
                Self.missing, sent.map(\.orderID), sent.map(\.id))
            guard !rows.isEmpty else { continue }
            let ids = Set(try rows.map { try $0.uuid(0) })
            lost += sent.filter { ids.contains($0.id) }.map { ($0, receiver) }
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
