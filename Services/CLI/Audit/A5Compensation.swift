import Contracts
import FoundationEssentials
import Postgres

/// Every compensated saga has undone every step done or unknown.
struct A5Compensation: Invariant {
    static let id = "A5"
    static let title = "every cancelled or expired order has undone what it did"

    /// In the coordinator's schema: steps that have something that undoes them.
    private static let notUndone = Statement(
        "audit_a5_not_undone",
        """
        SELECT s.order_id, s.phase, t.step, t.status FROM saga s JOIN saga_step t USING (order_id)
        WHERE s.phase IN ('cancelled', 'expired') AND s.updated_at < now() - interval '10 seconds'
          AND t.step IN ('authorise', 'reserve', 'fulfil', 'label', 'pick_up', 'hand_over')
          AND t.status IN ('sent', 'done')
          AND s.order_id = ANY($1::uuid[])
        """)

    private static let ended = Statement(
        "audit_a5_ended",
        """
        SELECT order_id FROM saga
        WHERE phase IN ('cancelled', 'expired') AND updated_at < now() - interval '10 seconds'
          AND order_id = ANY($1::uuid[])
        """)

    // What the others must not hold of an order that has ended so.

    private static let payments = Statement(
        "audit_a5_payments",
        """
        SELECT order_id, 'payment ' || id::text || ' is ' || state FROM payment
        WHERE order_id = ANY($1::uuid[]) AND (authorised <> voided + refunded OR state IN ('pending', 'review'))
        """)

    private static let reservations = Statement(
        "audit_a5_reservations",
        """
        SELECT order_id, 'reservation ' || id::text || ' is ' || state FROM reservation
        WHERE order_id = ANY($1::uuid[]) AND state IN ('reserved', 'waiting', 'consumed')
        """)

    private static let fulfilments = Statement(
        "audit_a5_fulfilments",
        """
        SELECT order_id, 'fulfilment order ' || id::text || ' is ' || state FROM fulfilment_order
        WHERE order_id = ANY($1::uuid[]) AND state NOT IN ('cancelled', 'short')
        """)

    private static let parcels = Statement(
        "audit_a5_parcels",
        """
        SELECT order_id, 'parcel ' || id::text || ' is ' || state FROM parcel
        WHERE order_id = ANY($1::uuid[]) AND state NOT IN ('void', 'refused', 'void_requested')
        """)

    private static let holders: [(ServiceName, Statement)] = [
        (.payment, payments), (.inventory, reservations), (.warehouse, fulfilments), (.shipping, parcels),
    ]

    func check(_ scope: AuditScope, _ finding: inout AuditFinding) async throws {
        let saga = try await scope.session.database(.saga)
        try await scope.eachPage { page in
            for row in try await saga.query(Self.notUndone, page) {
                finding.violations.append(
                    "order \(try row.uuid(0).text) is \(try row.string(1)), but step \(try row.string(2)) is "
                        + (try row.string(3)))
            }
            let ended = try await saga.query(Self.ended, page).map { try $0.uuid(0) }
            guard !ended.isEmpty else { return }
            for (service, statement) in Self.holders {
                for row in try await scope.session.database(service).query(statement, ended) {
                    finding.violations.append("order \(try row.uuid(0).text) has ended, but \(try row.string(1))")
                }
            }
            finding.checked += ended.count
        }
    }
}
