import Contracts
import FoundationEssentials
import Messaging
import Postgres
import Testing

@testable import PaymentVerify

@Suite("The payments' tables")
struct PaymentStoreTests {
    private var everything: Payment {
        var payment = Payment(id: Demo.payment, orderID: Demo.order, state: .review, version: 3)
        payment.channel = "shopify"
        payment.shop = "demo"
        payment.method = .card
        payment.amount = 4200
        payment.currency = Demo.euro
        payment.authorised = 4300
        payment.authorisedCurrency = Currency(rawValue: "USD")
        payment.captured = 1000
        payment.voided = 200
        payment.refunded = 300
        payment.reference = "sbx-1"
        payment.expiresAt = Timestamp(seconds: 1_790_600_000)
        payment.placedAt = Timestamp(microseconds: 1_790_000_000_123_456)
        payment.email = .email("ana@example.com")
        payment.address = .address(Address(line1: "1 Street", city: "Berlin", country: "DE"))
        payment.verdict = .review
        payment.score = 60
        payment.findings = [FraudFinding(rule: "large", score: 60, detail: "much")]
        payment.hold = .paymentMismatch
        payment.reason = Reason(code: "currency_mismatch", message: "USD")
        payment.undoing = .deny
        payment.token = "tok_ok"
        payment.lost = 100
        payment.disputed = 50
        return payment
    }

    @Test("What one batch saves the next one loads: payment, operations, open questions")
    func roundTrip() async throws {
        try await PaymentDatabase.with { database in
            try await database.withConnection { connection in
                var keys = PaymentKeys()
                keys.payments = [Demo.payment]
                var rows = try await connection.load(keys)
                rows.payments[Demo.payment] = everything
                let key = MoneyOperation.Key(paymentID: Demo.payment, kind: .capture, ordinal: 1)
                rows.operations[key] = MoneyOperation(key: key, amount: 1000, state: .open)
                let command = CommandReference(id: .v5("c"), orderID: Demo.order, step: "authorise", epoch: 2)
                rows.keep(command, on: .authorise, of: Demo.payment)
                rows.decisions = [
                    FraudDecision(
                        paymentID: Demo.payment, sequence: 3, ruleSet: 1, inputs: Array("{}".utf8), score: 60,
                        findings: everything.findings, verdict: .review)
                ]
                try await connection.save(rows)

                rows = try await connection.load(keys)
                #expect(rows.payments[Demo.payment] == everything)
                #expect(rows.operations[key] == MoneyOperation(key: key, amount: 1000, state: .open))
                #expect(rows.waiting(on: .authorise, of: Demo.payment) == [command])
                #expect(rows.rules?.version == 1)

                var changed = everything
                changed.state = .denied
                changed.version = 4
                changed.captured = 1100
                changed.disputed = 0
                changed.undoing = nil
                changed.hold = nil
                rows.payments[Demo.payment] = changed
                rows.close(key, with: GatewayAnswer(isDone: true, amount: 1000, currency: Demo.euro, reference: "r"))
                rows.answer(.authorise, of: Demo.payment) { _ in }
                try await connection.save(rows)
                rows = try await connection.load(keys)
                #expect(rows.payments[Demo.payment] == changed)
                #expect(rows.operations[key]?.state == .done && rows.operations[key]?.reference == "r")
                #expect(rows.questions.rows.isEmpty)
            }
        }
    }

    @Test("Lines, disputes, parts of refunds and the fraud list are kept as they were saved")
    func waysBack() async throws {
        try await PaymentDatabase.with { database in
            try await database.withConnection { connection in
                let line = PaymentLineBalance.Key(paymentID: Demo.payment, lineID: "1")
                let dispute = Dispute.Key(paymentID: Demo.payment, disputeID: "dp_1")
                let refund = MoneyOperation.Key(paymentID: Demo.payment, kind: .refund, ordinal: 2)
                var rows = PaymentRows()
                rows.payments[Demo.payment] = everything
                rows.lines[line] = PaymentLineBalance(key: line, quantity: 2, amount: 3000)
                rows.disputes[dispute] = Dispute(
                    key: dispute, amount: 100, reason: "fraudulent", status: .opened, actor: "ana")
                var operation = MoneyOperation(key: refund, amount: 300, state: .open)
                operation.authorisation = 1
                operation.refundID = .v5("refund")
                operation.returnID = .v5("return")
                operation.lines = [LineAmount(lineID: "1", quantity: 1, amount: 300)]
                rows.operations[refund] = operation
                let buyer = try #require(FraudSubject.email("ana@example.com"))
                for effect in [FraudInputs.Listing.Effect.deny, .review] {
                    rows.listChanges.append(
                        FraudListChange(subject: buyer, effect: effect, reason: "r", actor: "ana"))
                }
                try await connection.save(rows)

                var keys = PaymentKeys()
                keys.payments = [Demo.payment]
                keys.lines = keys.payments
                keys.disputes = keys.payments
                keys.listed = [buyer]
                rows = try await connection.load(keys)
                #expect(rows.lines[line] == PaymentLineBalance(key: line, quantity: 2, amount: 3000))
                #expect(rows.disputes[dispute]?.amount == 100 && rows.operations[refund] == operation)
                #expect(rows.listings[buyer]?.effect == .review)
                let provider = Statement("key", "SELECT key FROM payment_key WHERE kind = 'refund'")
                #expect(try await connection.query(provider)[0].string(0) == operation.providerKey)

                rows.lines[line]?.refunded = 3000
                rows.lines[line]?.refundedQuantity = 2
                rows.disputes[dispute]?.status = .lost
                rows.disputes[dispute]?.taken = 100
                rows.listChanges = [FraudListChange(subject: buyer, effect: nil, reason: "r", actor: "ana")]
                try await connection.save(rows)
                let changed = try await connection.load(keys)
                #expect(changed.lines[line] == rows.lines[line] && changed.disputes[dispute] == rows.disputes[dispute])
                #expect(changed.listings.isEmpty)
                let log = Statement("log", "SELECT count(*) FROM fraud_list_change")
                #expect(try await connection.query(log)[0].int(0) == 3)
            }
        }
    }

    @Test("The schema itself refuses amounts that are more than what they come from, and to rewrite decisions")
    func constraints() async throws {
        try await PaymentDatabase.with { database in
            try await database.withConnection { connection in
                var rows = PaymentRows()
                rows.payments[Demo.payment] = everything
                rows.decisions = [
                    FraudDecision(
                        paymentID: Demo.payment, sequence: 1, ruleSet: 1, inputs: nil, score: 0, findings: [],
                        verdict: .pass)
                ]
                let line = PaymentLineBalance.Key(paymentID: Demo.payment, lineID: "1")
                rows.lines[line] = PaymentLineBalance(key: line, quantity: 2, amount: 3000)
                try await connection.save(rows)
                let attempts: [(Statement, String?)] = [
                    (Statement("a", "UPDATE payment SET refunded = 1001"), nil),
                    (Statement("b", "UPDATE payment SET voided = 3301"), "voided_within_rest"),
                    (Statement("c", "UPDATE payment SET captured = 4301, voided = 0"), nil),
                    (Statement("d", "UPDATE payment SET state = 'authorised'"), "released_only_with_its_money"),
                    (Statement("e", "UPDATE payment SET hold = NULL"), "review_says_why"),
                    (Statement("h", "UPDATE payment SET lost = 701"), "given_back_within_captured"),
                    (Statement("i", "UPDATE payment_line SET refunded = 3001"), "line_refunded_within_its_amount"),
                    (
                        Statement("j", "UPDATE payment_line SET refunded_quantity = 3"),
                        "line_refunded_within_its_quantity"
                    ),
                    (Statement("f", "UPDATE fraud_decision SET score = 1"), nil),
                    (Statement("g", "UPDATE fraud_rule_set SET author = 'me'"), nil),
                ]
                for (statement, constraint) in attempts {
                    let error = await #expect(throws: PostgresError.self) { try await connection.query(statement) }
                    if let constraint { #expect(error?.constraint == constraint) }
                }
            }
        }
    }

    @Test("Earlier orders of a buyer are those within a day before; list entries count until they expire")
    func risk() async throws {
        try await PaymentDatabase.with { database in
            try await database.withConnection { connection in
                let placed = Timestamp(seconds: 1_790_000_000)
                let email = try #require(FraudSubject.email("ana@example.com"))
                var rows = PaymentRows()
                for (number, age) in [10, 80_000, 86_401, -5].enumerated() {
                    var payment = everything
                    payment = Payment(id: .v5("p\(number)"), orderID: .v5("o\(number)"), state: .declined)
                    payment.placedAt = placed - .seconds(age)
                    payment.email = email
                    rows.payments[payment.id] = payment
                }
                try await connection.save(rows)
                try await connection.execute(
                    script: """
                        INSERT INTO fraud_list (kind, digest, effect, reason, author, expires_at) VALUES
                            ('email', substring(sha256('email:ana@example.com') FOR 16), 'review', 'asked twice', 'ana',
                             NULL),
                            ('phone', substring(sha256('phone:493012345') FOR 16), 'deny', 'old', 'ana', now() - interval '1 s')
                        """)
                var keys = PaymentKeys()
                keys.payments = [UUID()]
                keys.probes = [PaymentKeys.Probe(subject: email, placedAt: placed)]
                keys.listed = [email, try #require(FraudSubject.phone("+49 30 12345"))]
                let loaded = try await connection.load(keys)
                #expect(Set(loaded.earlier[email] ?? []) == [placed - .seconds(10), placed - .seconds(80_000)])
                #expect(loaded.listings.count == 1 && loaded.listings[email]?.effect == .review)
            }
        }
    }

    @Test("The rule set that Waybill comes with is readable and knows marketplaces")
    func shippedRules() async throws {
        try await PaymentDatabase.with { database in
            try await database.withConnection { connection in
                var keys = PaymentKeys()
                keys.payments = [UUID()]
                let rules = try #require(try await connection.load(keys).rules)
                #expect(rules.version == 1 && rules.review == 50 && rules.deny == 90)
                #expect(rules.rules.filter { $0.applies(to: .marketplace) }.map(\.kind) == [.list])
            }
        }
    }
}
