import Contracts
import FoundationEssentials
import Postgres

/// Every accepted order is in one final state, or has a timer, a hold or a step in flight.
struct A1Liveness: Invariant {
    static let id = "A1"
    static let title = "every accepted order is final, or has a timer or a hold"

    /// In the coordinator's schema.
    private static let count = Statement("audit_a1_count", "SELECT count(*) FROM saga")

    private static let stuck = Statement(
        "audit_a1_stuck",
        """
        SELECT s.order_id, s.phase, s.headline, s.deadline IS NOT NULL FROM saga s
        WHERE s.phase IN ('running', 'undoing') AND NOT s.is_on_hold
          AND (s.deadline IS NULL
               OR NOT EXISTS (SELECT FROM timer t WHERE t.key = 'deadline/' || s.order_id::text))
        ORDER BY s.order_id
        """)

    /// The same of some orders. One that waits for nothing does not change any more: it is found in what changed it.
    private static let stuckAmong = Statement(
        "audit_a1_stuck_among",
        """
        SELECT s.order_id, s.phase, s.headline, s.deadline IS NOT NULL FROM saga s
        WHERE s.phase IN ('running', 'undoing') AND NOT s.is_on_hold AND s.order_id = ANY($1::uuid[])
          AND (s.deadline IS NULL
               OR NOT EXISTS (SELECT FROM timer t WHERE t.key = 'deadline/' || s.order_id::text))
        ORDER BY s.order_id
        """)

    private static let contradictions = Statement(
        "audit_a1_contradictions",
        """
        SELECT s.order_id, s.phase, t.step FROM saga s JOIN saga_step t USING (order_id)
        WHERE s.phase IN ('closed', 'cancelled', 'expired') AND t.status = 'sent'
          AND t.step NOT IN ('cancel_payment', 'release_stock', 'dispute') AND s.order_id = ANY($1::uuid[])
        ORDER BY s.order_id
        """)

    /// Accepted orders that the coordinator has neither taken nor keeps for a person.
    private static let unknown = Statement(
        "audit_a1_unknown",
        """
        SELECT a.id FROM unnest($1::uuid[]) AS a (id)
        WHERE NOT EXISTS (SELECT FROM saga s WHERE s.order_id = a.id AND s.phase <> 'unborn')
          AND NOT EXISTS (SELECT FROM inbox i WHERE i.order_id = a.id AND i.state IN (1, 2))
        """)

    func check(_ scope: AuditScope, _ finding: inout AuditFinding) async throws {
        let saga = try await scope.session.database(.saga)
        if scope.isWhole {
            finding.checked = try await saga.query(Self.count).first?.int(0) ?? 0
            try Self.name(try await saga.query(Self.stuck), &finding)
        }
        try await scope.eachPage { page in
            if !scope.isWhole {
                finding.checked += page.count
                try Self.name(try await saga.query(Self.stuckAmong, page), &finding)
            }
            for row in try await saga.query(Self.contradictions, page) {
                finding.violations.append(
                    "order \(try row.uuid(0).text) is \(try row.string(1)), but step \(try row.string(2)) is open")
            }
        }
        let missing = try await lost(scope, saga)
        guard !missing.isEmpty else { return }
        if try await isOnItsWay(scope) {
            finding.notes.append("\(missing.count) accepted orders are on their way to the coordinator")
        } else {
            finding.violations += missing.map { "order \($0.text) was accepted, and the coordinator does not know it" }
        }
    }

    private static func name(_ stuck: PostgresRows, _ finding: inout AuditFinding) throws {
        for row in stuck {
            let what = try row.bool(3) ? "a deadline without a timer" : "neither deadline nor hold"
            finding.violations.append(
                "order \(try row.uuid(0).text) (\(try row.string(1)), \(try row.string(2))) has \(what)")
        }
    }

    private func lost(_ scope: AuditScope, _ saga: PostgresConnection) async throws -> [UUID] {
        if let order = scope.order { return try await saga.query(Self.unknown, [order]).map { try $0.uuid(0) } }
        var missing: [UUID] = []
        try await AuditedKeys.announced.eachPage(of: 5000, scope) { page in
            missing += try await saga.query(Self.unknown, page).map { try $0.uuid(0) }
        }
        return missing
    }

    private func isOnItsWay(_ scope: AuditScope) async throws -> Bool {
        if try await EngineState.load(.intake, in: scope.session).outbox > 0 { return true }
        return try await QueueDepth.isAnythingUnderWay(in: QueueState.queues(of: .saga), scope.session)
    }
}
