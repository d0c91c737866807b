import Contracts
import Foundation
import Postgres
import TestSupport
import Testing
import WireJSON

@testable import WaybillCLI

@Suite("Audit, of what is new since the last one")
struct IncrementalAuditTests {
    private static let order = "01900000-0000-7000-8000-000000000001"

    /// An order that ended before anybody can remember, and is wrong by A3, A5 and A8.
    private static let wrongOrder = """
        INSERT INTO saga.saga (order_id, version, phase, plan, headline, is_on_hold, authorised, captured, voided, refunded,
            updated_at)
        VALUES ('\(order)', 1, 'cancelled', 'card', 'delivered', false, 500, 400, 0, 0, now() - interval '1 hour');
        INSERT INTO payment.payment (id, order_id, version, state, custody, channel, shop, method, amount, currency,
            authorised, captured, voided, refunded, placed_at, verdict, score, findings)
        VALUES ('\(order)', '\(order)', 1, 'authorised', 'gateway', 'web', 'main', 'card', 500, 'EUR', 500, 0, 0, 0, now(),
            'pass', 0, '[]');
        INSERT INTO payment.payment_operation (payment_id, kind, ordinal, amount, state)
        VALUES ('\(order)', 'capture', 0, 500, 'done');
        INSERT INTO saga.saga_order (order_id, channel, shop, external_id, number, currency, total, placed_at, document)
        VALUES ('\(order)', 'web', 'main', '1', '#1', 'EUR', 500, now(), '{}');
        """

    private static func inbox(_ schema: String, _ age: String) -> String {
        """
        INSERT INTO \(schema).inbox (order_id, id, hash, type, source, sent_at, received_at)
        VALUES ('\(order)', '\(order)', '', 'waybill.x.y.v1', '/operator/x', now(), now() - interval '\(age)');
        """
    }

    @Test(
        "an order counts as changed by a message that it got, by its log, by an effect that ended and by what was sent",
        arguments: [
            (ServiceName.saga, "A8", inbox("saga", "AGE")),
            (
                .saga, "A3",
                """
                INSERT INTO saga.saga_log (order_id, seq, message_id, type, epoch, data, at, verdict, sent)
                VALUES ('\(order)', 1, '\(order)', 'x', 0, '{}', now() - interval 'AGE', 'applied', '[]');
                """
            ),
            (
                .payment, "A4",
                """
                INSERT INTO payment.effect (key, id, kind, order_id, state, request, command, finished_at)
                VALUES ('k', '\(order)', 'x', '\(order)', 2, '', '', now() - interval 'AGE');
                """
            ),
            (
                .payment, "A4",
                """
                INSERT INTO payment.sent (order_id, id, type, exchange, routing_key, at)
                VALUES ('\(order)', '\(order)', 'x', 'x', 'x', now() - interval 'AGE');
                """
            ),
        ])
    func changed(service: ServiceName, invariant: String, trace: String) async throws {
        for (age, isNew) in [("10 minutes", false), ("1 minute", true)] {
            try await SchemaFixture.with { database, session in
                let script = Self.wrongOrder + trace.replacing("AGE", with: age)
                try await database.withConnection(schema: "public") { try await $0.execute(script: script) }
                var scope = AuditScope(session: session)
                #expect(try await !AuditRun.report(scope, only: [invariant]).isClean)
                scope.since = try await Self.now(database) - .seconds(300)
                let finding = try #require(try await AuditRun.report(scope, only: [invariant]).findings.first)
                #expect(finding.violations.isEmpty == !isNew, "\(age): \(finding.violations)")
                #expect(finding.checked == (isNew ? 1 : 0))
                #expect(try await scope.ordersChanged(at: service).map(\.text) == (isNew ? [Self.order] : []))
            }
        }
    }

    @Test("what intake has announced since then is asked of the coordinator")
    func announced() async throws {
        try await SchemaFixture.with { database, _ in
            try await database.withConnection(schema: "public") { connection in
                try await connection.execute(
                    script: """
                        INSERT INTO order_intake.intake_order (channel, shop, external_id, id, content, content_hash,
                            is_announced, channel_updated_at, currency, total, payment_state, version, received_at)
                        VALUES ('web', 'main', '1', '\(Self.order)', '{"id": "\(Self.order)", "externalId": "1"}',
                            '0123456789abcdef', true, now(), 'EUR', 1, 'paid', 1, now() - interval '1 minute');
                        INSERT INTO order_intake.sent (order_id, id, type, exchange, routing_key, at)
                        VALUES ('\(Self.order)', '\(Self.order)', 'x', 'x', 'x', now() - interval '1 minute');
                        """)
            }
            try await TestBroker.with { broker in
                let session = try SchemaFixture.session(on: database, broker)
                var scope = AuditScope(session: session)
                scope.since = try await Self.now(database) - .seconds(300)
                let report = try await AuditRun.report(scope, only: ["A1"])
                await session.close()
                #expect(report.findings.flatMap(\.violations).count == 1)
            }
        }
    }

    @Test("a sandbox's books are read from the time of the last audit")
    func books() async throws {
        try await SchemaFixture.with { database, session in
            try await database.withConnection(schema: "public") { connection in
                try await connection.execute(
                    script: """
                        INSERT INTO payment.sandbox_provider (key, kind, reference, amount, currency, is_done, answer, at)
                        VALUES ('capture/\(Self.order)/1', 'capture', 'r', 500, 'EUR', true, '{}',
                                now() - interval '1 minute'),
                               ('capture/\(Self.order)/2', 'capture', 'r', 500, 'EUR', true, '{}',
                                now() - interval '1 hour');
                        INSERT INTO shipping.sandbox_carrier_ledger (key, operation, tracking_number, at)
                        VALUES ('label/\(Self.order)/0', 'label', 'WB1', now() - interval '6 minutes'),
                               ('label/\(Self.order)/1', 'label', 'WB2', now() - interval '1 hour');
                        """)
            }
            var scope = AuditScope(session: session)
            #expect(try await AuditRun.report(scope, only: ["A4"]).findings.flatMap(\.violations).count == 4)
            scope.since = try await Self.now(database) - .seconds(600)
            #expect(try await AuditRun.report(scope, only: ["A4"]).findings.flatMap(\.violations).count == 2)
        }
    }

    private static let stock = """
        INSERT INTO inventory.site VALUES ('IST', 'x', 'auto', '{}', 'TR', 0, 0, true);
        INSERT INTO inventory.article VALUES ('TEA', 'Tea', NULL, 1, 1, 1, 1, 0);
        INSERT INTO inventory.stock_balance (sku, site, on_hand, reserved, safety, version)
        VALUES ('TEA', 'IST', 5, 0, 0, 1);
        INSERT INTO inventory.stock_movement (id, sku, site, kind, on_hand, reserved, reference, message_id, at)
        OVERRIDING SYSTEM VALUE
        VALUES (100, 'TEA', 'IST', 'receive', 5, 0, 'x', '\(order)', now() - interval '5 minutes');
        """

    /// Late enough that it is of the last minute however long the test takes.
    private static func movement(_ id: Int, _ units: Int) -> String {
        """
        INSERT INTO inventory.stock_movement (id, sku, site, kind, on_hand, reserved, reference, message_id, at)
        OVERRIDING SYSTEM VALUE
        VALUES (\(id), 'TEA', 'IST', 'receive', \(units), 0, 'x', '\(order)', now() + interval '1 hour');
        """
    }

    @Test("A2 goes on from the books of the last audit, and sees what is wrong behind them")
    func closedBooks() async throws {
        try await SchemaFixture.with { database, session in
            try await database.withConnection(schema: "public") { try await $0.execute(script: Self.stock) }
            var scope = AuditScope(session: session)
            let first = try await AuditRun.report(scope, only: ["A2"])
            let balance = StockBooks.Balance(sku: "TEA", site: "IST", onHand: 5, reserved: 0, quarantined: 0)
            #expect(first.isClean)
            #expect(first.kept.closedBooks == StockBooks(through: 100, balances: [balance]))

            // Of a transaction that may still have predecessors, so it is not in the books yet.
            try await database.withConnection(schema: "public") { connection in
                try await connection.execute(
                    script: Self.movement(101, 2) + "UPDATE inventory.stock_balance SET on_hand = 7;")
            }
            scope.goOn(from: first.kept)
            let second = try await AuditRun.report(scope, only: ["A2"])
            #expect(second.isClean)
            #expect(second.kept.closedBooks == first.kept.closedBooks)

            try await database.withConnection(schema: "public") { connection in
                try await connection.execute(script: "UPDATE inventory.stock_balance SET on_hand = 8;")
            }
            let broken = try await AuditRun.report(scope, only: ["A2"]).findings.flatMap(\.violations)
            #expect(broken == ["TEA at IST: on hand 8, the ledger says 7"])
        }
    }

    @Test("A2 calls nothing broken because a movement was committed behind one with a higher number")
    func lateMovement() async throws {
        try await SchemaFixture.with { database, session in
            try await database.withConnection(schema: "public") { try await $0.execute(script: Self.stock) }
            var scope = AuditScope(session: session)
            scope.goOn(from: try await AuditRun.report(scope, only: ["A2"]).kept)
            try await database.withConnection(schema: "public") { connection in
                try await connection.execute(
                    script: Self.movement(99, 1) + "UPDATE inventory.stock_balance SET on_hand = 6;")
            }
            let report = try await AuditRun.report(scope, only: ["A2"])
            #expect(report.isClean)
            let onHand = report.kept.closedBooks?.balances.map(\.onHand)
            #expect(onHand == [6], "or each audit from now on would add the whole ledger up")
        }
    }

    @Test("what a clean audit leaves is kept in a file, also as earlier versions wrote it")
    func state() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "mark-\(UUID())")
        defer { try? FileManager.default.removeItem(at: file) }
        let state = AuditState(environment: ["WAYBILL_AUDIT_STATE": file.path()])
        #expect(try state.read() == nil)
        let mark = Timestamp(seconds: 1_770_000_000)
        let balance = StockBooks.Balance(sku: "TEA\t\"", site: "IST", onHand: 5, reserved: 1, quarantined: 2)
        let kept = AuditState.Kept(mark: mark, closedBooks: StockBooks(through: 7, balances: [balance]))
        try state.write(kept)
        #expect(try state.read() == kept)
        try Data((mark.rfc3339 + "\n").utf8).write(to: file)
        #expect(try state.read() == AuditState.Kept(mark: mark))
        try Data("yesterday".utf8).write(to: file)
        #expect(throws: OperatorError.self) { try state.read() }
    }

    @Test("the mark of the last audit moves only when all was clean, and once a day everything is read")
    func mark() throws {
        var mark = AuditMark()
        let now = ContinuousClock.now
        #expect(mark.next(now: now) == nil)
        var broken = AuditFinding(A1Liveness())
        broken.violations = ["x"]
        let time = Timestamp(seconds: 1_770_000_000)
        mark.take(AuditReport(findings: [broken], mark: time), at: now, isFull: true)
        #expect(mark.next(now: now) == nil)
        mark.take(AuditReport(findings: [], mark: time), at: now, isFull: true)
        #expect(mark.next(now: now + .seconds(60))?.mark == time)
        #expect(mark.next(now: now + .seconds(86_401)) == nil)
    }

    @Test("an audit of what is new reads no table of orders, messages or movements from end to end")
    func readsNoWholeTable() async throws {
        try await SchemaFixture.with { database, _ in
            try await AuditedHistory.write(to: database)
            let before = try await AuditedHistory.rowsReadInSequence(database)
            try await TestBroker.with { broker in
                let session = try SchemaFixture.session(on: database, broker)
                var scope = AuditScope(session: session)
                let books = try await StockBooks.empty.closed(on: try await session.database(.inventory))
                await session.close()
                let afterBooks = try await AuditedHistory.rowsReadInSequence(database)
                let ledger = "inventory.stock_movement"
                #expect(afterBooks[ledger] != before[ledger], "nothing is counted")

                let second = try SchemaFixture.session(on: database, broker)
                scope = AuditScope(session: second)
                scope.goOn(
                    from: AuditState.Kept(mark: try await Self.now(database) - .seconds(300), closedBooks: books))
                let report = try await AuditRun.report(scope)
                await second.close()
                #expect(report.findings.first { $0.id == "A8" }?.checked == AuditedHistory.newOrders)
                let after = try await AuditedHistory.rowsReadInSequence(database)
                for (table, rows) in after { #expect(rows == afterBooks[table], "\(table)") }
            }
        }
    }

    private static let clock = Statement("test_now", "SELECT now()")

    private static func now(_ database: TestDatabase) async throws -> Timestamp {
        try await database.withConnection(schema: "public") { connection in
            Timestamp(microseconds: try await connection.query(clock).first?.timestamp(0) ?? 0)
        }
    }
}
