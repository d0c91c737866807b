import Contracts
import FoundationEssentials
import Postgres

/// Per closed order: captured - refunded - credits = goods kept + shipping + fees, to the minor unit.
struct A3Money: Invariant {
    static let id = "A3"
    static let title = "money of every ended order is what its goods cost, to the minor unit"

    /// In the coordinator's schema: orders whose every unit was kept, and orders that came to nothing. Orders with a
    /// part cancelled or returned are counted and left to a person until credits are booked.
    private static let ended = Statement(
        "audit_a3_ended",
        """
        SELECT s.order_id, s.phase, o.total, s.authorised, s.captured, s.voided, s.refunded,
               (SELECT sum(l.cancelled + l.lost + l.returned_to_sender + l.restocked + l.quarantined + l.written_off)
                FROM saga_line l WHERE l.order_id = s.order_id)::int8
        FROM saga s JOIN saga_order o USING (order_id)
        WHERE s.phase IN ('closed', 'cancelled', 'expired') AND s.updated_at < now() - interval '10 seconds'
          AND s.order_id > $1::uuid
        ORDER BY s.order_id LIMIT 5000
        """)

    /// In payment's schema. A courier's cash is known to the coordinator alone.
    private static let payments = Statement(
        "audit_a3_payments",
        """
        SELECT order_id, authorised, captured, voided, refunded, state FROM payment
        WHERE order_id = ANY($1::uuid[]) AND custody <> 'courier'
        """)

    private static let operations = Statement(
        "audit_a3_operations",
        """
        SELECT p.id, p.order_id, p.captured, p.voided, p.refunded, coalesce(o.captured, 0), coalesce(o.voided, 0),
               coalesce(o.refunded, 0)
        FROM payment p LEFT JOIN (
            SELECT payment_id, (sum(amount) FILTER (WHERE kind = 'capture'))::int8 AS captured,
                   (sum(amount) FILTER (WHERE kind = 'void'))::int8 AS voided,
                   (sum(amount) FILTER (WHERE kind = 'refund'))::int8 AS refunded
            FROM payment_operation WHERE state = 'done' GROUP BY payment_id) o ON o.payment_id = p.id
        WHERE p.custody = 'gateway' AND (p.captured, p.voided, p.refunded)
              IS DISTINCT FROM (coalesce(o.captured, 0), coalesce(o.voided, 0), coalesce(o.refunded, 0))
        """)

    private struct Money: Equatable {
        var authorised: Int64
        var captured: Int64
        var voided: Int64
        var refunded: Int64

        var text: String { "authorised \(authorised), captured \(captured), voided \(voided), refunded \(refunded)" }
    }

    func check(_ scope: AuditScope, _ finding: inout AuditFinding) async throws {
        let saga = try await scope.session.database(.saga)
        let payment = try await scope.session.database(.payment)
        var last = UUID.zero
        var partly = 0
        while true {
            let page = try await saga.query(Self.ended, last)
            guard let end = try page.last?.uuid(0) else { break }
            var orders: [UUID: Money] = [:]
            for row in page {
                let money = Money(
                    authorised: try row.int64(3), captured: try row.int64(4), voided: try row.int64(5),
                    refunded: try row.int64(6))
                orders[try row.uuid(0)] = money
                try judge(row, money, &partly, &finding)
            }
            for row in try await payment.query(Self.payments, Array(orders.keys)) {
                let said = Money(
                    authorised: try row.int64(1), captured: try row.int64(2), voided: try row.int64(3),
                    refunded: try row.int64(4))
                let id = try row.uuid(0)
                guard let known = orders[id], known != said else { continue }
                finding.violations.append(
                    "order \(id.text): the coordinator says \(known.text); payment says \(said.text)")
            }
            finding.checked += page.count
            last = end
        }
        if partly > 0 {
            finding.notes.append("\(partly) closed orders have lost, cancelled or returned units; not judged")
        }
        for row in try await payment.query(Self.operations) {
            finding.violations.append(
                "payment \(try row.uuid(0).text) of order \(try row.uuid(1).text): its operations do not add up to it")
        }
    }

    private func judge(_ row: PostgresRow, _ money: Money, _ partly: inout Int, _ finding: inout AuditFinding) throws {
        let (id, phase, total) = (try row.uuid(0), try row.string(1), try row.int64(2))
        if phase == "closed" {
            if try row.int64OrNil(7) ?? 0 > 0 {
                partly += 1
            } else if money.captured - money.refunded != total {
                finding.violations.append("order \(id.text) is closed and cost \(total): \(money.text)")
            }
        } else if money.captured != money.refunded || money.authorised != money.voided + money.refunded {
            finding.violations.append("order \(id.text) is \(phase) and money is kept: \(money.text)")
        }
    }
}
