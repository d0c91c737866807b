import Contracts
import FoundationEssentials
import Messaging
import Postgres

/// What each sender's log says was sent = what each subscriber's inbox says was applied, parked or is retrying; in both
/// directions.
struct A7Delivery: Invariant {
    static let id = "A7"
    static let title = "what was sent has arrived with everyone who listens, and nothing else has"

    /// In the schema of who should have it. An inbox lets go of an order as a whole when its retention is over, which is
    /// days at least: what is old is missing only where other messages of its order are still remembered.
    private static let missing = Statement(
        "audit_a7_missing",
        """
        SELECT m.id FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS m (order_id, id, sent_at)
        WHERE NOT EXISTS (SELECT FROM inbox i WHERE i.order_id = m.order_id AND i.id = m.id)
          AND (m.sent_at > now() - interval '1 day'
               OR (m.order_id <> '00000000-0000-0000-0000-000000000000'
                   AND EXISTS (SELECT FROM inbox i WHERE i.order_id = m.order_id)))
        """)

    private struct Lost {
        var message: SentMessages.Message
        var receiver: ServiceName
    }

    func check(_ scope: AuditScope, _ finding: inout AuditFinding) async throws {
        var lost: [Lost] = []
        for sender in ServiceName.allCases {
            try await SentMessages(scope: scope).eachPage(of: sender) { messages in
                for receiver in ServiceName.allCases {
                    let sent = messages.filter { $0.receivers.contains(receiver) }
                    finding.checked += sent.count
                    lost += try await missing(sent, at: receiver, scope)
                }
            }
        }
        try await judge(lost, scope, &finding)
        try await UnsentMessages(scope: scope).each { message, sender, receiver in
            finding.violations.append(
                "\(OrderTimeline.short(message.type)) \(message.id.text) of order \(message.orderID.text) is with "
                    + "\(receiver.executable), and \(sender.executable) has not sent it")
        }
    }

    private func missing(
        _ sent: [SentMessages.Message], at receiver: ServiceName, _ scope: AuditScope
    ) async throws -> [Lost] {
        guard !sent.isEmpty else { return [] }
        let inbox = try await scope.session.database(receiver)
        let rows = try await inbox.query(
            Self.missing, sent.map(\.orderID), sent.map(\.id), sent.map(\.sentAt.postgresTimestamp))
        let ids = Set(try rows.map { try $0.uuid(0) })
        return sent.filter { ids.contains($0.id) }.map { Lost(message: $0, receiver: receiver) }
    }

    /// A message may wait in an outbox or a queue for as long as its receiver stands still.
    private func judge(_ lost: [Lost], _ scope: AuditScope, _ finding: inout AuditFinding) async throws {
        var onTheirWay = 0
        for (receiver, lost) in Dictionary(grouping: lost, by: \.receiver) {
            var unsent: Set<ServiceName> = []
            for sender in Set(lost.map(\.message.sender)) {
                if try await EngineState.load(sender, in: scope.session).outbox > 0 { unsent.insert(sender) }
            }
            let waits = try await QueueDepth.isAnythingUnderWay(in: QueueState.queues(of: receiver), scope.session)
            // Asked after the outbox and the queue: what was in neither is here by now, or nowhere.
            for item in try await missing(lost.map(\.message), at: receiver, scope) {
                let message = item.message
                if waits || unsent.contains(message.sender) {
                    onTheirWay += 1
                } else {
                    finding.violations.append(
                        "\(OrderTimeline.short(message.type)) \(message.id.text) of order \(message.orderID.text), "
                            + "sent by \(message.sender.executable), is unknown to \(receiver.executable)")
                }
            }
        }
        if onTheirWay > 0 { finding.notes.append("\(onTheirWay) messages wait for their receivers") }
    }
}
