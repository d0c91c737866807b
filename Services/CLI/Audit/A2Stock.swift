import Contracts
import Postgres

/// Per SKU and site: balance = sum of the ledger; reserved = sum of open reservations; never oversold.
struct A2Stock: Invariant {
    static let id = "A2"
    static let title = "stock is the sum of its ledger, reserved the sum of reservations, nothing oversold"

    /// In inventory's schema. One statement, so that all three are of one moment.
    private static let count = Statement("audit_a2_count", "SELECT count(*) FROM stock_balance")

    private static let differences = Statement(
        "audit_a2_differences",
        """
        SELECT sku, site, coalesce(b.on_hand, 0), coalesce(m.on_hand, 0)::int8, coalesce(b.reserved, 0),
               coalesce(m.reserved, 0)::int8, coalesce(r.open, 0)::int8, coalesce(b.quarantined, 0),
               coalesce(m.quarantined, 0)::int8
        FROM stock_balance b
        FULL JOIN (SELECT sku, site, sum(on_hand) AS on_hand, sum(reserved) AS reserved, sum(quarantined) AS quarantined
                   FROM stock_movement GROUP BY sku, site) m USING (sku, site)
        FULL JOIN (SELECT sku, site, sum(quantity - consumed - released) AS open
                   FROM reservation_line GROUP BY sku, site) r USING (sku, site)
        WHERE ($1::timestamptz IS NULL OR b.updated_at IS NULL OR b.updated_at >= $1::timestamptz)
          AND (coalesce(b.on_hand, 0) <> coalesce(m.on_hand, 0) OR coalesce(b.reserved, 0) <> coalesce(m.reserved, 0)
           OR coalesce(b.reserved, 0) <> coalesce(r.open, 0) OR coalesce(b.quarantined, 0) <> coalesce(m.quarantined, 0)
           OR b.reserved > b.on_hand OR b.on_hand < 0
           OR b.reserved < 0 OR b.quarantined < 0)
        ORDER BY sku, site
        """)

    /// Lines that are neither given back nor used up, of reservations that are over.
    private static let leftOpen = Statement(
        "audit_a2_left_open",
        """
        SELECT r.id, r.order_id, r.state, l.sku, (l.quantity - l.consumed - l.released)::int8
        FROM reservation r JOIN reservation_line l ON l.reservation_id = r.id
        WHERE r.state IN ('released', 'consumed', 'short', 'waiting', 'expired') AND l.quantity <> l.consumed + l.released
          AND ($1::uuid IS NULL OR r.order_id = $1::uuid) AND ($2::timestamptz IS NULL OR r.updated_at >= $2::timestamptz)
        """)

    func check(_ scope: AuditScope, _ finding: inout AuditFinding) async throws {
        let inventory = try await scope.session.database(.inventory)
        finding.checked = try await inventory.query(Self.count).first?.int(0) ?? 0
        // A balance is of many orders; what one of them holds is below.
        let differences =
            scope.order == nil ? try await inventory.query(Self.differences, scope.sinceTime).map { $0 } : []
        for row in differences {
            let (onHand, booked) = (try row.int(2), try row.int(3))
            let (reserved, bookedReserved, open) = (try row.int(4), try row.int(5), try row.int(6))
            let (quarantined, bookedQuarantined) = (try row.int(7), try row.int(8))
            var wrong: [String] = []
            if onHand != booked { wrong.append("on hand \(onHand), the ledger says \(booked)") }
            if reserved != bookedReserved { wrong.append("reserved \(reserved), the ledger says \(bookedReserved)") }
            if reserved != open { wrong.append("reserved \(reserved), open reservations say \(open)") }
            if quarantined != bookedQuarantined {
                wrong.append("quarantined \(quarantined), the ledger says \(bookedQuarantined)")
            }
            if reserved > onHand { wrong.append("oversold: \(reserved) reserved of \(onHand)") }
            if wrong.isEmpty {
                wrong.append("below zero: on hand \(onHand), reserved \(reserved), quarantined \(quarantined)")
            }
            finding.violations.append(
                "\(try row.string(0)) at \(try row.string(1)): \(wrong.joined(separator: "; "))")
        }
        for row in try await inventory.query(Self.leftOpen, scope.order, scope.sinceTime) {
            finding.violations.append(
                "reservation \(try row.uuid(0).text) of order \(try row.uuid(1).text) is \(try row.string(2)) and "
                    + "still holds \(try row.int(4)) of \(try row.string(3))")
        }
    }
}
