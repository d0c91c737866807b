import Contracts
import FoundationEssentials
import Postgres
import SagaCoordinator

/// Per closed order: captured - refunded - credits = goods kept + shipping + fees, to the minor unit. What was taken back after
/// a dispute counts as given back where nothing is kept.
struct A3Money: Invariant {
    static let id = "A3"
    static let title = "money of every ended order is what its goods cost, to the minor unit"

    /// In the coordinator's schema. What is due for the units that are not cancelled stands in the saga, where an order
    /// has lost any; an order that has not is due whole.
    private static let ended = Statement(
        "audit_a3_ended",
        """
        SELECT s.order_id, s.phase, o.total, s.authorised, s.captured, s.voided, s.refunded,
               s.due, u.cancelled, u.gone, u.gone_units, u.cancelled_units,
               CASE WHEN u.cancelled + u.gone > 0 THEN o.document::text END,
               -- The steps of these orders alone: else the planner reads all there are, for every page anew.
               s.order_id IN (
                   SELECT t.order_id FROM saga_step t WHERE t.order_id = ANY($1::uuid[]) AND t.status = 'skipped'
                   AND t.reason ->> 'code' IN ('skipped', 'force_completed') AND t.step IN (
                       'capture', 'capture_provided', 'collect', 'refund', 'cancel_payment', 'finish_payment')),
               m.units, m.alone
        FROM saga s JOIN saga_order o USING (order_id)
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(l.cancelled), 0)::int8 AS cancelled, coalesce(sum(g.units), 0)::int8 AS gone,
                   string_agg(g.units::text, ',' ORDER BY l.position) AS gone_units,
                   string_agg(l.cancelled::text, ',' ORDER BY l.position) AS cancelled_units
            FROM saga_line l
            CROSS JOIN LATERAL (
                -- What nobody took at the door was never paid for, wherever its return has got to.
                SELECT l.lost + l.returned_to_sender + CASE
                    WHEN s.detours IS NULL THEN 0
                    WHEN o.document -> 'payment' ->> 'method' = 'cash_on_delivery' THEN (
                        SELECT coalesce(sum((m ->> 'quantity')::int8), 0)
                        FROM jsonb_array_elements(coalesce(s.detours::jsonb -> 'returns', '[]')) r,
                             jsonb_array_elements(r -> 'units') m
                        WHERE (m ->> 'home')::int8 = $2::int8 AND m ->> 'lineId' = l.line_id)
                    ELSE 0 END AS units) g
            WHERE l.order_id = s.order_id) u
        CROSS JOIN LATERAL (
            -- What the coordinator had given back: for units that were taken off, and what the storefront gave beyond them.
            SELECT coalesce(sum((r ->> 'amount')::int8) FILTER (WHERE NOT r ? 'moneyAlone'), 0)::int8 AS units,
                   coalesce(sum((r ->> 'amount')::int8) FILTER (WHERE r ? 'moneyAlone'), 0)::int8 AS alone
            FROM jsonb_array_elements(
                CASE WHEN s.refunded > 0 THEN s.detours::jsonb -> 'refunds' ELSE '[]' END) r) m
        WHERE s.phase IN ('closed', 'cancelled', 'expired') AND s.updated_at < now() - interval '10 seconds'
          AND s.order_id = ANY($1::uuid[])
        """)

    /// In the schema of returns: what returns gave back through the provider.
    private static let returned = Statement(
        "audit_a3_returned",
        """
        SELECT order_id, d.refunded FROM delivered_order d
        WHERE order_id = ANY($1::uuid[])
        """)

    /// In payment's schema. A courier's cash is known to the coordinator alone.
    private static let payments = Statement(
        "audit_a3_payments",
        """
        SELECT order_id, authorised, captured, voided, refunded, lost, custody FROM payment
        WHERE order_id = ANY($1::uuid[])
        """)

    private static let operations = Statement(
        "audit_a3_operations",
        """
        SELECT p.id, p.order_id, p.captured, p.voided, p.refunded, coalesce(o.captured, 0), coalesce(o.voided, 0),
               coalesce(o.refunded, 0)
        FROM payment p CROSS JOIN LATERAL (
            SELECT (sum(amount) FILTER (WHERE kind = 'capture'))::int8 AS captured,
                   (sum(amount) FILTER (WHERE kind = 'void'))::int8 AS voided,
                   (sum(amount) FILTER (WHERE kind = 'refund'))::int8 AS refunded
            FROM payment_operation WHERE payment_id = p.id AND state = 'done') o
        WHERE p.custody = 'gateway' AND p.order_id = ANY($1::uuid[]) AND (
            (p.voided, p.refunded) IS DISTINCT FROM (coalesce(o.voided, 0), coalesce(o.refunded, 0))
            -- What the storefront had taken before was captured by no operation of ours.
            OR p.captured <> coalesce(o.captured, 0) AND (p.captured < coalesce(o.captured, 0) OR EXISTS (
                SELECT FROM payment_operation a WHERE a.payment_id = p.id AND a.kind = 'authorise')))
        """)

    private struct Money: Equatable {
        var authorised: Int64
        var captured: Int64
        var voided: Int64
        var refunded: Int64

        static let none = Money(authorised: 0, captured: 0, voided: 0, refunded: 0)

        var text: String { "authorised \(authorised), captured \(captured), voided \(voided), refunded \(refunded)" }
    }

    func check(_ scope: AuditScope, _ finding: inout AuditFinding) async throws {
        let payment = try await scope.session.database(.payment)
        try await scope.eachPage { page in
            let ended = try await scope.session.database(.saga).query(
                Self.ended, page, UnitBucket.returnedToSender.rawValue)
            guard !ended.isEmpty else { return }
            var given: [UUID: Int64] = [:]
            for row in try await scope.session.database(.returns).query(Self.returned, page) {
                given[try row.uuid(0)] = try row.int64(1)
            }
            let (said, lost) = try await said(by: payment, of: page)
            var orders: [UUID: Money] = [:]
            for row in ended {
                let money = Money(
                    authorised: try row.int64(3), captured: try row.int64(4), voided: try row.int64(5),
                    refunded: try row.int64(6))
                let id = try row.uuid(0)
                orders[id] = money
                try judge(row, money, returned: given[id] ?? 0, lost: lost[id] ?? 0, &finding)
            }
            compare(orders, with: said, &finding)
            finding.checked += ended.count
            for row in try await payment.query(Self.operations, page) {
                finding.violations.append(
                    "payment \(try row.uuid(0).text) of order \(try row.uuid(1).text): its operations do not add up to it"
                )
            }
        }
    }

    private func said(
        by payment: PostgresConnection, of page: [UUID]
    ) async throws -> (money: [UUID: Money], lost: [UUID: Int64]) {
        var money: [UUID: Money] = [:]
        var lost: [UUID: Int64] = [:]
        for row in try await payment.query(Self.payments, page) {
            let id = try row.uuid(0)
            lost[id] = try row.int64(5)
            if try row.string(6) == "courier" { continue }
            money[id] = Money(
                authorised: try row.int64(1), captured: try row.int64(2), voided: try row.int64(3),
                refunded: try row.int64(4))
        }
        return (money, lost)
    }

    private func compare(_ orders: [UUID: Money], with said: [UUID: Money], _ finding: inout AuditFinding) {
        for (id, known) in orders.sorted(by: { $0.key.text < $1.key.text }) {
            guard let said = said[id], known != said else { continue }
            // What was authorised only to be denied in review was never told: all of it is let go.
            let isLetGo = said.captured == said.refunded && said.authorised == said.voided + said.refunded
            if isLetGo, known == .none { continue }
            finding.violations.append(
                "order \(id.text): the coordinator says \(known.text); payment says \(said.text)")
        }
    }

    /// An operator has said that the money was settled outside: no books of ours can say how much.
    private func isByHand(_ row: PostgresRow, _ id: UUID, _ finding: inout AuditFinding) throws -> Bool {
        guard try row.bool(13) else { return false }
        finding.notes.append("order \(id.text): a step of its money was skipped by an operator, and is not judged")
        return true
    }

    private func judge(
        _ row: PostgresRow, _ money: Money, returned: Int64, lost: Int64, _ finding: inout AuditFinding
    ) throws {
        let (id, phase) = (try row.uuid(0), try row.string(1))
        guard phase == "closed" else {
            let back = money.refunded + lost
            if try isByHand(row, id, &finding) { return }
            if money.captured != back || money.authorised != money.voided + back {
                finding.violations.append("order \(id.text) is \(phase) and money is kept: \(money.text)")
            }
            return
        }
        if try isByHand(row, id, &finding) { return }
        let worth = try KeptWorth(
            document: try row.stringOrNil(12), due: try row.int64OrNil(7), total: try row.int64(2),
            gone: try row.stringOrNil(10) ?? "", cancelled: try row.stringOrNil(11) ?? "")
        // What is left of the money after all that is known to be given back, for whatever it was; and what the order came to
        // when nothing but the money of units that were taken off is counted, more or less what the storefront gave beyond.
        let kept = money.captured - money.refunded + returned
        let cost = money.captured - (try row.int64(14))
        if !worth.range.contains(kept), !worth.range.overlaps((cost - (try row.int64(15)))...cost) {
            finding.violations.append(
                "order \(id.text) is closed and cost \(worth.text)\(returned > 0 ? ", \(returned) given back" : ""): "
                    + money.text)
        }
    }
}
