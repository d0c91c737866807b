import Contracts
import Foundation
import Postgres
import Testing
import TestSupport

@testable import WaybillCLI

@Suite("Audit, against every service's own schema")
struct AuditTests {
    private static let order = "01900000-0000-7000-8000-000000000001"

    private static let closedSaga = """
        INSERT INTO saga.saga (order_id, version, phase, plan, headline, is_on_hold, authorised, captured, voided, refunded,
            updated_at)
        VALUES ('\(order)', 1, 'closed', 'card', 'delivered', false, 500, 500, 0, 0, now() - interval '1 minute');
        INSERT INTO saga.saga_order (order_id, channel, shop, external_id, number, currency, total, placed_at, document)
        VALUES ('\(order)', 'web', 'main', '1', '#1', 'EUR', 500, now(), '{}');
        """

    @Test("an empty system holds, and every statement fits its schema")
    func empty() async throws {
        try await SchemaFixture.with { _, session in
            for invariant in AuditCommand.invariants {
                let finding = try await SchemaFixture.check(invariant, session)
                #expect(finding.violations.isEmpty, "\(finding.id)")
            }
        }
    }

    @Test("A1 finds an order that waits for nothing, and one whose deadline nobody watches")
    func liveness() async throws {
        try await violations(
            of: A1Liveness(),
            after: """
                INSERT INTO saga.saga (order_id, version, phase, plan, headline, is_on_hold, authorised, captured, voided,
                    refunded, deadline, timer_at)
                VALUES ('\(Self.order)', 1, 'running', 'card', 'received', false, 0, 0, 0, 0, now(), now());
                """, contain: ["a deadline without a timer"])
    }

    @Test("A2 finds stock that its ledger does not explain")
    func stock() async throws {
        try await violations(
            of: A2Stock(),
            after: """
                INSERT INTO inventory.site VALUES ('IST', 'x', 'auto', '{}', 'TR', 0, 0, true);
                INSERT INTO inventory.article VALUES ('TEA', 'Tea', NULL, 1, 1, 1, 1, 0);
                INSERT INTO inventory.stock_balance (sku, site, on_hand, reserved, safety, version)
                VALUES ('TEA', 'IST', 7, 2, 0, 1);
                INSERT INTO inventory.stock_movement (sku, site, kind, on_hand, reserved, reference, message_id)
                VALUES ('TEA', 'IST', 'receive', 5, 0, 'x', '\(Self.order)');
                """, contain: ["TEA at IST: on hand 7, the ledger says 5; reserved 2, the ledger says 0"])
    }

    @Test("A3 finds money that the closed order did not cost, and one that payment tells otherwise")
    func money() async throws {
        try await violations(
            of: A3Money(),
            after: Self.closedSaga + "UPDATE saga.saga SET captured = 400;"
                + """
                INSERT INTO payment.payment (id, order_id, version, state, custody, channel, shop, method, amount, currency,
                    authorised, captured, voided, refunded, placed_at, verdict, score, findings)
                VALUES ('\(Self.order)', '\(Self.order)', 1, 'captured', 'gateway', 'web', 'main', 'card', 500, 'EUR', 500,
                    500, 0, 0, now(), 'pass', 0, '[]');
                """, contain: ["is closed and cost 500", "payment says authorised 500, captured 500", "do not add up"])
    }

    @Test("A4 finds a capture that the provider does not know, and one that only the provider knows")
    func once() async throws {
        try await violations(
            of: A4Once(),
            after: """
                INSERT INTO payment.payment (id, order_id, version, state, custody, channel, shop, method, amount, currency,
                    authorised, captured, voided, refunded, placed_at, verdict, score, findings)
                VALUES ('\(Self.order)', '\(Self.order)', 1, 'captured', 'gateway', 'web', 'main', 'card', 500, 'EUR', 500,
                    500, 0, 0, now(), 'pass', 0, '[]');
                INSERT INTO payment.payment_operation (payment_id, kind, ordinal, amount, state)
                VALUES ('\(Self.order)', 'capture', 0, 500, 'done');
                INSERT INTO payment.sandbox_provider (key, kind, reference, amount, currency, is_done, answer)
                VALUES ('capture/\(Self.order)/1', 'capture', 'r', 500, 'EUR', true, '{}');
                """, contain: ["/0: we say done, 500; the provider says nothing", "/1: we say nothing"])
    }

    @Test("A5 finds a cancelled order whose goods are still reserved")
    func compensation() async throws {
        try await violations(
            of: A5Compensation(),
            after: Self.closedSaga + "UPDATE saga.saga SET phase = 'cancelled';"
                + """
                INSERT INTO inventory.reservation (id, order_id, state, version)
                VALUES ('\(Self.order)', '\(Self.order)', 'reserved', 1);
                """, contain: ["is reserved"])
    }

    @Test("A7 finds a command of the coordinator's log that its service never got")
    func delivery() async throws {
        try await violations(
            of: A7Delivery(),
            after: """
                INSERT INTO saga.saga_log (order_id, seq, message_id, type, epoch, data, at, verdict, sent)
                VALUES ('\(Self.order)', 1, '\(Self.order)', 'waybill.intake.order.accepted.v1', 0, '{}',
                    now() - interval '1 minute', 'applied',
                    '[{"id": "\(Self.order)", "type": "waybill.payment.authorise.v1"}]');
                """, contain: ["payment.authorise.v1 \(Self.order)"])
    }

    /// Plants something wrong and expects exactly these violations, by a part of each.
    private func violations(of invariant: some Invariant, after sql: String, contain parts: [String]) async throws {
        try await SchemaFixture.with { database, session in
            try await database.withConnection(schema: "public") { try await $0.execute(script: sql) }
            let found = try await SchemaFixture.check(invariant, session).violations
            #expect(found.count == parts.count, "\(found)")
            for part in parts { #expect(found.contains { $0.contains(part) }, "\(part) in \(found)") }
        }
    }
}
