import Contracts
import FoundationEssentials
import Messaging
import Postgres

/// Messages that somebody has and nobody says that he sent: the other direction of A7.
///
/// Asked of the last day alone. Sender and receiver let go of an order each in its own time, never within a day.
struct UnsentMessages: Sendable {
    struct Message: Sendable {
        var id: UUID
        var orderID: UUID
        var type: String
        /// As its envelope says.
        var source: String
    }

    let scope: AuditScope

    /// In the coordinator's schema.
    private static let recent = Statement(
        "audit_unsent_orders",
        "SELECT order_id FROM saga WHERE order_id = ANY($1::uuid[]) AND updated_at > now() - interval '1 day'")

    /// In the receiver's schema.
    private static let received = Statement(
        "audit_unsent_received",
        """
        SELECT id, order_id, type, source FROM inbox
        WHERE order_id = ANY($1::uuid[]) AND source = ANY($2::text[]) AND sent_at > now() - interval '1 day'
          AND received_at < now() - interval '10 seconds'
        """)

    /// In the coordinator's schema: its log names every message that it sent.
    private static let notInLog = Statement(
        "audit_unsent_log",
        """
        SELECT m.id FROM unnest($1::uuid[], $2::uuid[]) AS m (order_id, id)
        WHERE NOT EXISTS (SELECT FROM saga_log l CROSS JOIN json_array_elements(l.sent) s
                          WHERE l.order_id = m.order_id AND s ->> 'id' = m.id::text)
        """)

    /// In any other sender's schema: replies by the commands of their order, and beside them all else. What causes a reply
    /// need not be the command: it may be what became of an effect.
    private static let notKept = Statement(
        "audit_unsent_kept",
        """
        SELECT m.id FROM unnest($1::uuid[], $2::uuid[]) AS m (order_id, id)
        WHERE NOT EXISTS (SELECT FROM inbox i JOIN reply r ON r.command_id = i.id
                          WHERE i.order_id = m.order_id AND r.message_id = m.id)
          AND NOT EXISTS (SELECT FROM sent s WHERE s.order_id = m.order_id AND s.id = m.id)
        """)

    func each(_ body: (_ message: Message, _ sender: ServiceName, _ receiver: ServiceName) -> Void) async throws {
        let saga = try await scope.session.database(.saga)
        try await scope.eachPage { page in
            let recent = try await saga.query(Self.recent, page).map { try $0.uuid(0) }
            for orders in recent.pages(of: 1000) {
                for receiver in ServiceName.allCases {
                    let received = try await received(orders, at: receiver)
                    for sender in ServiceName.allCases {
                        let theirs = received[sender.source] ?? []
                        let unknown = try await unknown(among: theirs, to: sender)
                        for message in theirs where unknown.contains(message.id) { body(message, sender, receiver) }
                    }
                }
            }
        }
    }

    /// By who sent it, of all other services.
    private func received(_ orders: [UUID], at receiver: ServiceName) async throws -> [String: [Message]] {
        let others = ServiceName.allCases.filter { $0 != receiver }.map(\.source)
        let rows = try await scope.session.database(receiver).query(Self.received, orders, others)
        let messages = try rows.map { row in
            Message(
                id: try row.uuid(0), orderID: try row.uuid(1), type: try row.string(2), source: try row.string(3))
        }
        return Dictionary(grouping: messages, by: \.source)
    }

    private func unknown(among messages: [Message], to sender: ServiceName) async throws -> Set<UUID> {
        guard !messages.isEmpty else { return [] }
        let database = try await scope.session.database(sender)
        let (orders, ids) = (messages.map(\.orderID), messages.map(\.id))
        let rows = try await database.query(sender == .saga ? Self.notInLog : Self.notKept, orders, ids)
        return Set(try rows.map { try $0.uuid(0) })
    }
}
