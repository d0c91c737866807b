import Contracts
import FoundationEssentials
import Postgres

/// Per SKU and site: balance = sum of the ledger; reserved = sum of open reservations; never oversold.
struct A2Stock: Invariant {
    static let id = "A2"
    static let title = "stock is the sum of its ledger, reserved the sum of reservations, nothing oversold"

    /// In inventory's schema. One statement, so that all three are of one moment.
    private static let count = Statement("audit_a2_count", "SELECT count(*) FROM stock_balance")

    /// `$1` to `$6`: ``StockBooks``, to which the ledger's newer part is added.
    private static let differences = Statement(
        "audit_a2_differences",
        """
        SELECT sku, site, coalesce(b.on_hand, 0), coalesce(m.on_hand, 0), coalesce(b.reserved, 0),
               coalesce(m.reserved, 0), coalesce(r.open, 0), coalesce(b.quarantined, 0), coalesce(m.quarantined, 0)
        FROM stock_balance b
        FULL JOIN (SELECT sku, site, sum(on_hand)::int8 AS on_hand, sum(reserved)::int8 AS reserved,
                          sum(quarantined)::int8 AS quarantined
                   FROM (SELECT sku COLLATE "C" AS sku, site COLLATE "C" AS site, on_hand, reserved, quarantined
                         FROM unnest($1::text[], $2::text[], $3::int8[], $4::int8[], $5::int8[])
                             AS k (sku, site, on_hand, reserved, quarantined)
                         UNION ALL
                         SELECT sku, site, on_hand, reserved, quarantined FROM stock_movement WHERE id > $6::int8) l
                   GROUP BY sku, site) m USING (sku, site)
        FULL JOIN (SELECT sku, site, sum(quantity - consumed - released)::int8 AS open
                   FROM reservation_line WHERE quantity > consumed + released GROUP BY sku, site) r USING (sku, site)
        WHERE coalesce(b.on_hand, 0) <> coalesce(m.on_hand, 0) OR coalesce(b.reserved, 0) <> coalesce(m.reserved, 0)
           OR coalesce(b.reserved, 0) <> coalesce(r.open, 0) OR coalesce(b.quarantined, 0) <> coalesce(m.quarantined, 0)
           OR b.reserved > b.on_hand OR b.on_hand < 0
           OR b.reserved < 0 OR b.quarantined < 0
        ORDER BY sku, site
        """)

    /// Few lines are open, and an index has them; the planner takes a third of all for open and would read the table.
    private static let byIndex = Statement("audit_a2_by_index", "SET LOCAL enable_seqscan = off")

    private static let open = Statement(
        "audit_a2_open",
        "SELECT DISTINCT reservation_id FROM reservation_line WHERE quantity > consumed + released")

    private static let ofOrder = Statement(
        "audit_a2_of_order", "SELECT id FROM reservation WHERE order_id = $1::uuid")

    /// Lines that are neither given back nor used up, of reservations that are over.
    private static let leftOpen = Statement(
        "audit_a2_left_open",
        """
        SELECT r.id, r.order_id, r.state, l.sku, l.quantity - l.consumed - l.released
        FROM reservation r JOIN reservation_line l ON l.reservation_id = r.id
        WHERE r.id = ANY($1::uuid[]) AND l.quantity > l.consumed + l.released
          AND r.state IN ('released', 'consumed', 'short', 'waiting', 'expired')
        ORDER BY r.id, l.position
        """)

    func check(_ scope: AuditScope, _ finding: inout AuditFinding) async throws {
        let inventory = try await scope.session.database(.inventory)
        finding.checked = try await inventory.query(Self.count).first?.int(0) ?? 0
        // A balance is of many orders; what one of them holds is below.
        if scope.order == nil {
            var books = scope.closedBooks ?? .empty
            var wrong = try await Self.differences(from: books, inventory)
            if !wrong.isEmpty, books != .empty {
                // Whichever of the two is wrong, nothing more is added to these books.
                books = .empty
                wrong = try await Self.differences(from: books, inventory)
            }
            finding.violations += wrong
            finding.closedBooks = try await books.closed(on: inventory)
        }
        for page in try await Self.reservations(scope.order, inventory).pages(of: 5000) {
            for row in try await inventory.query(Self.leftOpen, page) {
                finding.violations.append(
                    "reservation \(try row.uuid(0).text) of order \(try row.uuid(1).text) is \(try row.string(2)) and "
                        + "still holds \(try row.int(4)) of \(try row.string(3))")
            }
        }
    }

    /// Those that hold something, or those of an order.
    private static func reservations(_ order: UUID?, _ inventory: PostgresConnection) async throws -> [UUID] {
        if let order { return try await inventory.query(Self.ofOrder, order).map { try $0.uuid(0) } }
        return try await inventory.transaction { transaction in
            try transaction.send(Self.byIndex)
            return try transaction.run(Self.open).map { try $0.uuid(0) }
        }
    }

    private static func differences(
        from books: StockBooks, _ inventory: PostgresConnection
    ) async throws -> [String] {
        let known = books.balances
        let rows = try await inventory.transaction { transaction in
            if books != .empty { try transaction.send(Self.byIndex) }
            return try transaction.run(
                Self.differences, known.map(\.sku), known.map(\.site), known.map(\.onHand), known.map(\.reserved),
                known.map(\.quarantined), books.through)
        }
        return try rows.map { "\(try $0.string(0)) at \(try $0.string(1)): \(try difference(in: $0))" }
    }

    private static func difference(in row: PostgresRow) throws -> String {
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
        return wrong.joined(separator: "; ")
    }
}
