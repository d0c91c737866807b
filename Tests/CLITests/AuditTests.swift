import AMQP
import Contracts
import Foundation
import Postgres
import Testing
import WireJSON
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
            for invariant in AuditRun.invariants {
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
                """, contain: ["order \(Self.order) (running, received) has a deadline without a timer"])
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

    @Test("A2 finds a reservation that is over and still holds goods, and names its order")
    func leftOpen() async throws {
        try await violations(
            of: A2Stock(),
            after: """
                INSERT INTO inventory.site VALUES ('IST', 'x', 'auto', '{}', 'TR', 0, 0, true);
                INSERT INTO inventory.article VALUES ('TEA', 'Tea', NULL, 1, 1, 1, 1, 0);
                INSERT INTO inventory.stock_balance (sku, site, on_hand, reserved, safety, version)
                VALUES ('TEA', 'IST', 5, 2, 0, 1);
                INSERT INTO inventory.stock_movement (sku, site, kind, on_hand, reserved, reference, message_id)
                VALUES ('TEA', 'IST', 'receive', 5, 0, 'x', '\(Self.order)'),
                       ('TEA', 'IST', 'reserve', 0, 2, 'x', '\(Self.order)');
                INSERT INTO inventory.reservation (id, order_id, state, version)
                VALUES ('\(Self.order)', '\(Self.order)', 'released', 2);
                INSERT INTO inventory.reservation_line (reservation_id, line_id, site, sku, position, quantity)
                VALUES ('\(Self.order)', '1', 'IST', 'TEA', 0, 2);
                """, contain: ["of order \(Self.order) is released and still holds 2 of TEA"])
    }

    @Test("A2 finds goods set aside that the ledger does not explain, and an expired reservation that still holds some")
    func setAside() async throws {
        try await violations(
            of: A2Stock(),
            after: """
                INSERT INTO inventory.site VALUES ('IST', 'x', 'auto', '{}', 'TR', 0, 0, true);
                INSERT INTO inventory.article VALUES ('TEA', 'Tea', NULL, 1, 1, 1, 1, 0);
                INSERT INTO inventory.stock_balance (sku, site, on_hand, reserved, safety, version, quarantined)
                VALUES ('TEA', 'IST', 5, 2, 0, 1, 3);
                INSERT INTO inventory.stock_movement (sku, site, kind, on_hand, reserved, reference, message_id)
                VALUES ('TEA', 'IST', 'receive', 5, 0, 'x', '\(Self.order)'),
                       ('TEA', 'IST', 'reserve', 0, 2, 'x', '\(Self.order)');
                INSERT INTO inventory.stock_movement (sku, site, kind, on_hand, reserved, quarantined, reference,
                    message_id)
                VALUES ('TEA', 'IST', 'quarantine', 0, 0, 1, 'x', '\(Self.order)');
                INSERT INTO inventory.reservation (id, order_id, state, version)
                VALUES ('\(Self.order)', '\(Self.order)', 'expired', 2);
                INSERT INTO inventory.reservation_line (reservation_id, line_id, site, sku, position, quantity)
                VALUES ('\(Self.order)', '1', 'IST', 'TEA', 0, 2);
                """,
            contain: [
                "TEA at IST: quarantined 3, the ledger says 1",
                "of order \(Self.order) is expired and still holds 2 of TEA",
            ])
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
                INSERT INTO payment.payment_operation (payment_id, kind, ordinal, amount, state)
                VALUES ('\(Self.order)', 'authorise', 0, 500, 'done');
                """, contain: ["is closed and cost 500", "payment says authorised 500, captured 500", "do not add up"])
    }

    @Test("A3 counts what a bank took back as given back, and judges no money that an operator settled outside")
    func takenBack() async throws {
        let cancelled =
            Self.closedSaga + "UPDATE saga.saga SET phase = 'cancelled';"
                + """
                INSERT INTO payment.payment (id, order_id, version, state, custody, channel, shop, method, amount, currency,
                    authorised, captured, voided, refunded, lost, placed_at, verdict, score, findings)
                VALUES ('\(Self.order)', '\(Self.order)', 1, 'cancelled', 'gateway', 'web', 'main', 'card', 500, 'EUR', 500,
                    500, 0, 0, 500, now(), 'pass', 0, '[]');
                """
        try await violations(of: A3Money(), after: cancelled, contain: [])
        try await violations(
            of: A3Money(), after: cancelled + "UPDATE payment.payment SET lost = 400;", contain: ["money is kept"])
        let unpaid = Self.closedSaga + "UPDATE saga.saga SET captured = 0;"
        try await violations(of: A3Money(), after: unpaid, contain: ["is closed and cost 500"])
        try await violations(
            of: A3Money(),
            after: unpaid
                + """
                INSERT INTO saga.saga_step (order_id, position, step, unit, status, epoch, attempts, reason, started_at)
                VALUES ('\(Self.order)', 0, 'capture', '\(Self.order)', 'skipped', 0, 1, '{"code": "skipped"}', now());
                """, contain: [])
    }

    @Test("A3 tells the money of units that were taken off from what the storefront gave beyond")
    func moneyAlone() async throws {
        func closed(_ refunds: [(amount: Int, isMoneyAlone: Bool)], due: Int) -> String {
            let list = refunds.map { "{\"amount\": \($0.amount)\($0.isMoneyAlone ? ", \"moneyAlone\": true" : "")}" }
            return Self.closedSaga
                + """
                UPDATE saga.saga SET refunded = \(refunds.reduce(0) { $0 + $1.amount }), due = \(due),
                    detours = '{"refunds": [\(list.joined(separator: ", "))]}';
                """
        }
        try await violations(of: A3Money(), after: closed([(100, false), (50, true)], due: 400), contain: [])
        try await violations(of: A3Money(), after: closed([(50, true)], due: 500), contain: [])
        // All was given back, and then a unit was taken off.
        try await violations(of: A3Money(), after: closed([(500, true)], due: 400), contain: [])
        try await violations(of: A3Money(), after: closed([(50, false)], due: 500), contain: ["is closed and cost 500"])
        try await violations(
            of: A3Money(), after: closed([(50, false), (20, true)], due: 400), contain: ["is closed and cost 400"])
    }

    @Test("A3 lets a denied payment be that was let go without a word to the coordinator, and no other")
    func denied() async throws {
        for (voided, count) in [(500, 0), (400, 1)] {
            try await SchemaFixture.with { database, session in
                let script = """
                    \(Self.closedSaga)
                    UPDATE saga.saga SET phase = 'cancelled', authorised = 0, captured = 0;
                    INSERT INTO payment.payment (id, order_id, version, state, custody, channel, shop, method, amount,
                        currency, authorised, captured, voided, refunded, placed_at, verdict, score, findings)
                    VALUES ('\(Self.order)', '\(Self.order)', 1, 'denied', 'channel', 'web', 'main', 'card', 500, 'EUR',
                        500, 0, \(voided), 0, now(), 'review', 0, '[]');
                    """
                try await database.withConnection(schema: "public") { try await $0.execute(script: script) }
                let finding = try await SchemaFixture.check(A3Money(), session)
                #expect(finding.violations.count == count, "\(voided): \(finding.violations)")
            }
        }
    }

    @Test("A3 expects no money for what nobody took at the door, wherever its return has got to")
    func nobodyAtTheDoor() async throws {
        for (method, count) in [(PaymentMethod.cashOnDelivery, 0), (.card, 1)] {
            let order = Order(
                id: .zero, channel: "web", shop: "main", externalID: "1", number: "#1",
                placedAt: Timestamp(seconds: 0), currency: Currency(rawValue: "EUR"), customer: Customer(),
                lines: [OrderLine(id: "1", sku: "TEA", quantity: 1, unitPrice: 500)], total: 500,
                payment: PaymentInstruction(method: method, state: .unpaid))
            try await SchemaFixture.with { database, session in
                let script = """
                    \(Self.closedSaga)
                    UPDATE saga.saga SET captured = 0, voided = 500, detours = '{"returns": [{"units": [
                        {"lineId": "1", "bucket": 14, "home": 9, "quantity": 1}]}]}';
                    UPDATE saga.saga_order SET document = '\(String(decoding: order.jsonBytes, as: UTF8.self))';
                    INSERT INTO saga.saga_line
                    VALUES ('\(Self.order)', 0, '1', 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0);
                    """
                try await database.withConnection(schema: "public") { try await $0.execute(script: script) }
                let finding = try await SchemaFixture.check(A3Money(), session)
                #expect(finding.violations.count == count, "\(method.rawValue): \(finding.violations)")
            }
        }
    }

    @Test("A3 judges an order of which units were cancelled or lost to the minor unit")
    func partly() throws {
        let lines = [
            OrderLine(id: "1", sku: "TEA", quantity: 3, unitPrice: 333, discount: 100),
            OrderLine(id: "2", sku: "CUP", quantity: 1, unitPrice: 500),
        ]
        let order = Order(
            id: .zero, channel: "web", shop: "main", externalID: "1", number: "#1", placedAt: Timestamp(seconds: 0),
            currency: Currency(rawValue: "EUR"), customer: Customer(), lines: lines, shipping: 90, total: 1489,
            payment: PaymentInstruction(method: .card, state: .authorised))
        let document = String(decoding: order.jsonBytes, as: UTF8.self)
        func range(due: Int64? = nil, gone: String = "0,0", cancelled: String = "0,0") throws -> ClosedRange<Int64> {
            try KeptWorth(document: document, due: due, total: 1489, gone: gone, cancelled: cancelled).range
        }
        #expect(try KeptWorth(document: nil, due: nil, total: 1489, gone: "", cancelled: "").range == 1489...1489)
        #expect(try range() == 1489...1489)
        // The coordinator says what is due: to the minor unit.
        #expect(try range(due: 1190, cancelled: "1,0") == 1190...1190)
        // Goods of one of three units are 299; with its share of shipping 318.
        #expect(try range(cancelled: "1,0") == 1171...1190)
        #expect(try range(gone: "0,1").upperBound == 1489 - 500)
        // Nothing is left of it.
        #expect(try range(gone: "3,1").lowerBound == 0)
        // Nor here: the charges of what was cancelled stay only as long as something is kept.
        #expect(try range(due: 989, gone: "3,0", cancelled: "0,1").lowerBound == 0)
        #expect(try range(due: 989, gone: "2,0", cancelled: "0,1").lowerBound > 299)
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
                """,
            contain: [
                "/0 of order \(Self.order): we say done, 500; the provider says nothing", "/1: we say nothing",
            ])
    }

    @Test("A5 finds a cancelled order whose goods are still reserved")
    func compensation() async throws {
        try await violations(
            of: A5Compensation(),
            after: Self.closedSaga + "UPDATE saga.saga SET phase = 'cancelled';"
                + """
                INSERT INTO inventory.reservation (id, order_id, state, version)
                VALUES ('\(Self.order)', '\(Self.order)', 'reserved', 1);
                """, contain: ["order \(Self.order) has ended, but reservation \(Self.order) is reserved"])
    }

    @Test("A5 finds a cancelled order of which a site still has work, and one whose label was not given back")
    func stepsNotUndone() async throws {
        try await violations(
            of: A5Compensation(),
            after: Self.closedSaga + "UPDATE saga.saga SET phase = 'cancelled';"
                + """
                INSERT INTO saga.saga_step (order_id, position, step, unit, status, epoch, attempts, started_at)
                VALUES ('\(Self.order)', 0, 'fulfil', '\(Self.order)', 'done', 0, 1, now()),
                       ('\(Self.order)', 1, 'label', '\(Self.order)', 'sent', 0, 1, now()),
                       ('\(Self.order)', 2, 'authorise', '\(Self.order)', 'undone', 0, 1, now());
                """,
            contain: [
                "order \(Self.order) is cancelled, but step fulfil is done",
                "order \(Self.order) is cancelled, but step label is sent",
            ])
    }

    @Test("A6 finds, in a system that is said to be idle, an outbox, a retry, an effect and a queue that are not empty")
    func rest() async throws {
        try await SchemaFixture.with { database, _ in
            try await database.withConnection(schema: "public") {
                try await $0.execute(
                    script: """
                        INSERT INTO shipping.outbox (id, exchange, routing_key, envelope) VALUES (1, 'x', 'y', '{}');
                        INSERT INTO payment.inbox (order_id, id, hash, type, source, sent_at, state, next_at, envelope)
                        VALUES ('\(Self.order)', '\(Self.order)', '', 'x', '/x', now(), 1, now(), '{}');
                        INSERT INTO shipping.effect (key, id, kind, order_id, request, command)
                        VALUES ('k', '\(Self.order)', 'label', '\(Self.order)', '{}', '{}');
                        """)
            }
            try await TestBroker.with { broker in
                let elsewhere = try SchemaFixture.session(on: database, broker)
                try await broker.withAdministrator { administrator in
                    let outbound = Outbound(
                        id: 0, exchange: "", routingKey: "waybill.inventory", properties: MessageProperties(), body: [])
                    try await administrator.publishAndConfirm([outbound])
                }
                var finding = AuditFinding(A6Rest())
                var scope = AuditScope(session: elsewhere)
                scope.isAtRest = true
                try await A6Rest().check(scope, &finding)
                await elsewhere.close()
                #expect(
                    finding.violations.sorted() == [
                        "payment-verify has 1 messages to be tried again", "queue waybill.inventory holds 1 messages",
                        "shipping has 1 effects under way", "shipping has 1 messages in the outbox",
                    ])
            }
        }
    }

    @Test("A7 finds a command of the coordinator's log that its service never got")
    func delivery() async throws {
        try await violations(
            of: A7Delivery(),
            after: Self.closedSaga + """
                INSERT INTO saga.saga_log (order_id, seq, message_id, type, epoch, data, at, verdict, sent)
                VALUES ('\(Self.order)', 1, '\(Self.order)', 'waybill.intake.order.accepted.v1', 0, '{}',
                    now() - interval '1 minute', 'applied',
                    '[{"id": "\(Self.order)", "type": "waybill.payment.authorise.v1"}]');
                """, contain: ["payment.authorise.v1 \(Self.order) of order \(Self.order), sent by saga-coordinator"])
    }

    @Test("A7 finds a reply, and a fact that answers nothing, that the coordinator never got")
    func undelivered() async throws {
        try await violations(
            of: A7Delivery(),
            after: """
                INSERT INTO inventory.reply (command_id, message_id, exchange, routing_key, envelope, created_at)
                VALUES ('\(Self.order)', '\(Self.order)', 'waybill.events', 'saga.0.inventory.reserved.v1',
                    '{"orderid": "\(Self.order)", "type": "waybill.inventory.reserved.v1"}', now() - interval '1 minute');
                INSERT INTO shipping.sent (order_id, id, type, exchange, routing_key, at)
                VALUES ('\(Self.order)', '\(Self.order)', 'waybill.shipping.tracked.v1', 'waybill.events',
                    'saga.0.shipping.tracked.v1', now() - interval '1 minute');
                """,
            contain: [
                "of order \(Self.order), sent by inventory, is unknown to saga-coordinator",
                "of order \(Self.order), sent by shipping, is unknown to saga-coordinator",
            ])
    }

    @Test("A7 finds messages that arrived and that nobody has sent, and none that somebody has")
    func unsent() async throws {
        let (known, other) = ("01900000-0000-7000-8000-00000000000a", "01900000-0000-7000-8000-00000000000b")
        func inbox(_ schema: String, _ id: String, from sender: String) -> String {
            """
            INSERT INTO \(schema).inbox (order_id, id, hash, type, source, sent_at, received_at)
            VALUES ('\(Self.order)', '\(id)', '', 'waybill.x.y.v1', '/waybill/\(sender)', now() - interval '1 minute',
                now() - interval '1 minute');

            """
        }
        try await violations(
            of: A7Delivery(),
            after: Self.closedSaga + """
                INSERT INTO saga.saga_log (order_id, seq, message_id, type, epoch, data, at, verdict, sent)
                VALUES ('\(Self.order)', 1, '\(Self.order)', 'waybill.intake.order.accepted.v1', 0, '{}',
                    now() - interval '1 minute', 'applied',
                    '[{"id": "\(known)", "type": "waybill.payment.authorise.v1"}]');
                INSERT INTO shipping.inbox (order_id, id, hash, type, source, sent_at)
                VALUES ('\(Self.order)', '\(Self.order)', '', 'waybill.shipping.label.v1', '/operator/x', now());
                INSERT INTO shipping.reply (command_id, message_id, exchange, routing_key, envelope)
                VALUES ('\(Self.order)', '\(known)', 'waybill.public', 'x', '{}');

                """ + inbox("payment", known, from: "saga") + inbox("payment", other, from: "saga")
                + inbox("saga", known, from: "shipping") + inbox("saga", other, from: "shipping"),
            contain: [
                "\(other) of order \(Self.order) is with payment-verify, and saga-coordinator has not sent it",
                "\(other) of order \(Self.order) is with saga-coordinator, and shipping has not sent it",
            ])
    }

    @Test("A8 finds an order whose row is not what its log replays to")
    func replay() async throws {
        try await violations(
            of: A8Replay(), after: Self.closedSaga + "DELETE FROM saga.saga_order;",
            contain: ["order \(Self.order): its row is not what its log replays to"])
    }

    @Test("A8 looks at each of very many orders, once")
    func replayOfMany() async throws {
        try await SchemaFixture.with { database, session in
            try await database.withConnection(schema: "public") { connection in
                try await connection.execute(
                    script: """
                        INSERT INTO saga.saga (order_id, version, phase, plan, headline, is_on_hold, authorised, captured,
                            voided, refunded)
                        SELECT gen_random_uuid(), 1, 'closed', 'card', 'delivered', false, 0, 0, 0, 0
                        FROM generate_series(1, 1234)
                        """)
            }
            let finding = try await SchemaFixture.check(A8Replay(), session)
            #expect(Set(finding.violations).count == 1234 && finding.violations.count == 1234)
            #expect(finding.checked == 1234)
        }
    }

    @Test("A8 names an order that cannot even be read, and goes on")
    func unreadable() async throws {
        try await violations(
            of: A8Replay(), after: Self.closedSaga,
            contain: ["order \(Self.order): its row or its log cannot be read"])
    }

    @Test("an audit of one order leaves what is another's alone")
    func oneOrder() async throws {
        try await SchemaFixture.with { database, session in
            try await database.withConnection(schema: "public") { try await $0.execute(script: Self.closedSaga) }
            var scope = AuditScope(session: session)
            #expect(try await AuditRun.report(scope, only: ["A8"]).findings.flatMap(\.violations).count == 1)
            scope.order = UUID()
            #expect(try await AuditRun.report(scope, only: ["A8"]).isClean)
            scope.order = UUID(text: Self.order)
            #expect(try await AuditRun.report(scope, only: ["A8"]).findings.map(\.checked) == [1])
        }
    }

    /// Plants something wrong and expects exactly these violations, by a part of each.
    private func violations(of invariant: some Invariant, after sql: String, contain parts: [String]) async throws {
        try await SchemaFixture.with { database, _ in
            try await database.withConnection(schema: "public") { try await $0.execute(script: sql) }
            try await TestBroker.with { broker in
                let session = try SchemaFixture.session(on: database, broker)
                let found = try await SchemaFixture.check(invariant, session).violations
                await session.close()
                #expect(found.count == parts.count, "\(found)")
                for part in parts { #expect(found.contains { $0.contains(part) }, "\(part) in \(found)") }
            }
        }
    }
}
