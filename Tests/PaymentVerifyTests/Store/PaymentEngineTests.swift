import AMQP
import Contracts
import FoundationEssentials
import Messaging
import Postgres
import TestSupport
import Testing
import WireJSON

@testable import PaymentVerify

@Suite("Payments on the engine")
struct PaymentEngineTests {
    private static func command(_ payload: some Command, _ number: Int, _ step: String) -> Outbound {
        let envelope = Envelope(
            id: .v5("\(step)/\(number)"), source: "/waybill/saga", type: type(of: payload).type,
            time: Timestamp(seconds: 1_790_000_000), orderID: .v5("order \(number)"), step: step,
            data: payload.jsonBytes)
        return Outbound(
            id: 0, exchange: Topology.commands,
            routingKey: Topology.routingKey(ofCommand: envelope.type, orderID: .v5("order \(number)")),
            mandatory: true, properties: MessageProperties(contentType: Envelope.contentType), body: envelope.jsonBytes)
    }

    @Test("Cards of every kind: each sum is authorised, captured, refunded or voided once, by the books of both sides")
    func endToEnd() async throws {
        let tokens = ["tok_ok", "tok_timeout_once", "tok_declined", "tok_wrong_amount", "tok_expires"]
        try await PaymentDatabase.with { database in
            try await TestBroker.with { broker in
                let gateway = database.sandbox()
                var effects: [String: any EffectPerformer] = [:]
                for kind in MoneyOperation.Kind.allCases {
                    effects[kind.rawValue] = GatewayPerformer(kind: kind, gateway: gateway)
                }
                try await RunningEngine.with(
                    .payment, store: PaymentStore(), handlers: PaymentService.handlers, effects: effects,
                    database: database.database, broker: broker
                ) { _ in
                    let authorise = tokens.enumerated().map { number, token in
                        Self.command(
                            Demo.authorise(token: token, email: "\(number)@example.com", id: .v5("payment \(number)")),
                            number, "authorise")
                    }
                    // Each three times, as after a crash of the sender.
                    try await broker.withAdministrator {
                        try await $0.publishAndConfirm(authorise + authorise + authorise)
                    }
                    try await waitUntil("every card has an answer") {
                        try await database.number(
                            Statement("settled", "SELECT count(*) FROM payment WHERE state <> 'pending'")) == 5
                    }
                    let captures = [0, 1, 4].map { number in
                        Self.command(
                            CapturePayment(paymentID: .v5("payment \(number)"), ordinal: 0, amount: 4200), number,
                            "capture")
                    }
                    let cancel = Self.command(
                        CancelPayment(paymentID: .v5("payment 3"), reason: "mismatch"), 3, "cancel")
                    try await broker.withAdministrator {
                        try await $0.publishAndConfirm(captures + captures + [cancel])
                    }
                    try await waitUntil("three are captured and one is voided") {
                        try await database.number(
                            Statement(
                                "ended", "SELECT count(*) FROM payment WHERE state IN ('captured', 'voided')")) == 4
                    }
                    let refunds = [0, 4].map { number in
                        Self.command(
                            RefundPayment(
                                paymentID: .v5("payment \(number)"), refundID: .v5("refund \(number)"), amount: 1000,
                                reason: "return"), number, "refund")
                    }
                    try await broker.withAdministrator {
                        try await $0.publishAndConfirm(refunds + refunds + refunds)
                    }
                    try await waitUntil("two have something back") {
                        try await database.number(
                            Statement("refunded", "SELECT count(*) FROM payment WHERE refunded = 1000")) == 2
                    }
                }
                await gateway.close()
            }
            // Our books and the provider's name the same keys, outcomes and amounts.
            let differences = Statement(
                "differences",
                """
                SELECT count(*) FROM payment_key o FULL JOIN sandbox_provider p ON p.key = o.key
                WHERE (p.key IS NULL AND o.state <> 'open') OR (o.payment_id IS NULL AND p.is_done)
                    OR (o.state = 'done') <> p.is_done
                """)
            #expect(try await database.number(differences) == 0)
            #expect(
                try await database.number(Statement("operations", "SELECT count(*) FROM payment_operation")) == 12)
            #expect(
                try await database.number(Statement("questions", "SELECT count(*) FROM payment_question")) == 0)
        }
    }
}
