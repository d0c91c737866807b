import Contracts
import Foundation
import Messaging
import Postgres
import TestSupport
import Testing

@Suite("Several processes of each service", .serialized)
struct SideBySideTests {
    @Test("three of inventory and two of each other come to the same status, units and money per order as one of each")
    func sameOutcome() async throws {
        let alone = try await outcome(processes: [:])
        var processes = Dictionary(uniqueKeysWithValues: ServiceName.allCases.map { ($0, 2) })
        processes[.inventory] = 3
        let together = try await outcome(processes: processes)
        #expect(alone.count == Self.count)
        #expect(together.count == Self.count)
        for (one, other) in zip(alone, together) where one != other {
            Issue.record("alone: \(one)\ntogether: \(other)")
        }
    }

    private static let count = 300

    /// - Returns: one line for each order: its external id, headline, money, and units per bucket.
    private func outcome(processes: [ServiceName: Int]) async throws -> [String] {
        var lines: [String] = []
        try await WaybillSystem.with(processes: processes) { system in
            let shop = DemoShop()
            try await shop.open(in: system)
            let orders = (1...Self.count).map { order($0, of: shop) }
            for start in stride(from: 0, to: orders.count, by: 50) {
                try await shop.submit(Array(orders[start...].prefix(50)), to: system)
            }
            try await system.waitForCount(
                Self.count, in: .saga,
                "SELECT count(*) FROM saga WHERE phase IN ('closed', 'cancelled', 'expired') OR is_on_hold OR headline = 'awaiting_payment'",
                within: .seconds(180))
            try await system.expectClean()
            try await system.auditByCommand()
            lines = try await system.rows(in: .saga, Self.outcomes).map { try $0.string(0) }
        }
        return lines
    }

    /// A few of each kind of end among orders that are delivered, with what they buy spread over all articles.
    private func order(_ number: Int, of shop: DemoShop) -> Order {
        let lines = (0...number % 3).map { (sku: "SKU-\((number + $0) % 10 + 1)", quantity: 1 + (number + $0) % 4) }
        switch number {
        case 10: return shop.order(number, token: "tok_declined", lines: lines)
        case 60: return shop.order(number, token: "tok_wrong_amount", lines: lines)
        case 110: return shop.order(number, token: "tok_timeout_once", lines: lines)
        case 160: return shop.order(number, lines: [(sku: "SKU-1", quantity: 20_001)])
        case 210: return shop.order(number, lines: lines + [(sku: "NEVER-HEARD-OF", quantity: 1)])
        case 260: return shop.order(number, method: .marketplace, token: nil, lines: lines)
        default: break
        }
        switch number % 3 {
        case 0: return shop.order(number, lines: lines)
        case 1: return shop.order(number, method: .marketplace, state: .paid, token: nil, lines: lines)
        default: return shop.order(number, method: .cashOnDelivery, token: nil, lines: lines)
        }
    }

    private static let outcomes: StaticString = """
        SELECT o.external_id || ' ' || s.headline
            || ' authorised ' || s.authorised || ' captured ' || s.captured || ' voided ' || s.voided
            || ' refunded ' || s.refunded || ' ' || l.units
        FROM saga s JOIN saga_order o USING (order_id)
        JOIN (SELECT order_id, string_agg(
                line_id || ':' || pending || '/' || backordered || '/' || reserved || '/' || released || '/' || picked
                || '/' || packed || '/' || handed_over || '/' || delivered || '/' || cancelled, ' ' ORDER BY position) AS units
              FROM saga_line GROUP BY order_id) l USING (order_id)
        ORDER BY o.external_id
        """
}
