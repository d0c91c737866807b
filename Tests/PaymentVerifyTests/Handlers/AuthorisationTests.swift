import Contracts
import FoundationEssentials
import Messaging
import Testing
import WireJSON

@testable import PaymentVerify

@Suite("Authorising")
struct AuthorisationTests {
    @Test("A card is asked for once, by a key without the epoch, and answered when the provider has answered")
    func card() throws {
        var bench = PaymentBench()
        let asked = try bench.handle(AuthorisePaymentHandler.self, Demo.authorise())
        #expect(asked.messages.isEmpty)
        #expect(asked.effects.map(\.key) == ["authorise/\(Demo.payment.text)/0"])
        // The saga tries again while the provider thinks: nothing is asked twice, and both get the answer.
        #expect(try bench.handle(AuthorisePaymentHandler.self, Demo.authorise()).effects.isEmpty)
        let done = try bench.answer()
        #expect(done.types == ["waybill.payment.authorised.v1", "waybill.payment.authorised.v1"])
        let reply = try #require(try done.payload(PaymentAuthorised.self))
        #expect(reply.authorised == 4200 && reply.captured == 0 && reply.reference == "sbx-1")
        #expect(reply.expiresAt != nil && done.messages[0].envelope.step == "authorise")
        #expect(bench.payment?.state == .authorised && bench.rows.questions.rows.isEmpty)
        // And much later, under a new id, the same intent gets the same answer at once.
        let late = try bench.handle(AuthorisePaymentHandler.self, Demo.authorise())
        #expect(try late.payload(PaymentAuthorised.self) == reply)
    }

    @Test("A refusal of the provider's declines the payment", arguments: ["tok_declined", "tok_insufficient_funds"])
    func declined(token: String) throws {
        var bench = PaymentBench()
        try bench.handle(AuthorisePaymentHandler.self, Demo.authorise(token: token))
        let done = try bench.answer()
        #expect(try done.payload(PaymentDeclined.self)?.reason.code == String(token.dropFirst(4)))
        #expect(bench.payment?.authorised == 0)
    }

    @Test(
        "Money that is not what the order says waits for a person and is never released",
        arguments: [
            ("tok_wrong_amount", "amount_mismatch"), ("tok_wrong_currency", "currency_mismatch"),
            ("tok_other_payer", "payer_mismatch"),
        ])
    func mismatch(token: String, code: String) throws {
        var bench = PaymentBench()
        try bench.handle(AuthorisePaymentHandler.self, Demo.authorise(token: token))
        let done = try bench.answer()
        let reply = try #require(try done.payload(PaymentReviewRequired.self))
        #expect(reply.hold == .paymentMismatch && reply.reason?.code == code)
        let captured = try bench.handle(CapturePaymentHandler.self, Demo.capture(4200))
        #expect(try captured.payload(PaymentCaptureFailed.self)?.reason.code == "not_capturable")

        let decided = try bench.handle(
            DecidePaymentHandler.self,
            DecidePayment(paymentID: Demo.payment, approve: true, actor: "ana", reason: "ok"))
        if code == "payer_mismatch" {
            #expect(try decided.payload(PaymentAuthorised.self) != nil)
        } else {
            #expect(try decided.payload(PaymentReviewRequired.self)?.reason?.code == "not_approvable")
            #expect(bench.payment?.state == .review)
        }
    }

    @Test("What a marketplace was paid is captured already; what it says is verified; no provider is asked")
    func marketplace() throws {
        var bench = PaymentBench()
        let out = try bench.handle(
            AuthorisePaymentHandler.self,
            Demo.authorise(.marketplace, state: .paid, token: nil, stated: 4200, statedCurrency: Demo.euro))
        #expect(out.effects.isEmpty)
        let reply = try out.payload(PaymentAuthorised.self)
        #expect(reply?.authorised == 4200 && reply?.captured == 4200)
        // A capture finds that it is done.
        let captured = try bench.handle(CapturePaymentHandler.self, Demo.capture(4200))
        #expect(try captured.payload(PaymentCaptured.self)?.capturedTotal == 4200)
        #expect(captured.effects.isEmpty)

        var other = PaymentBench()
        let short = try other.handle(
            AuthorisePaymentHandler.self, Demo.authorise(.marketplace, state: .paid, token: nil, stated: 4199))
        #expect(try short.payload(PaymentReviewRequired.self)?.hold == .paymentMismatch)
        #expect(other.payment?.captured == 4199)
    }

    @Test("Cash on delivery is authorised by the order itself and captured as it is collected, without a provider")
    func cash() throws {
        var bench = PaymentBench()
        let out = try bench.handle(AuthorisePaymentHandler.self, Demo.authorise(.cashOnDelivery, token: nil))
        #expect(try out.payload(PaymentAuthorised.self)?.captured == 0 && out.effects.isEmpty)
        for (ordinal, amount) in [(0, Int64(1000)), (1, 3200)] {
            let captured = try bench.handle(CapturePaymentHandler.self, Demo.capture(amount, ordinal: ordinal))
            #expect(try captured.payload(PaymentCaptured.self)?.amount == amount && captured.effects.isEmpty)
        }
        #expect(bench.payment?.state == .captured)
        let again = try bench.handle(CapturePaymentHandler.self, Demo.capture(3200, ordinal: 1))
        #expect(try again.payload(PaymentCaptured.self)?.capturedTotal == 4200)
    }

    @Test("What the storefront authorised or took is recorded with its reference and not asked for again")
    func storefront() throws {
        for (state, captured) in [(PaymentState.authorised, Int64(0)), (.paid, 4200)] {
            var bench = PaymentBench()
            let out = try bench.handle(
                AuthorisePaymentHandler.self, Demo.authorise(state: state, token: nil, reference: "pi_1"))
            let reply = try out.payload(PaymentAuthorised.self)
            #expect(out.effects.isEmpty && reply?.reference == "pi_1" && reply?.captured == captured)
        }
    }

    @Test("An order that costs nothing asks nobody")
    func free() throws {
        var bench = PaymentBench()
        let out = try bench.handle(AuthorisePaymentHandler.self, Demo.authorise(amount: 0))
        #expect(out.effects.isEmpty)
        #expect(try out.payload(PaymentAuthorised.self)?.authorised == 0)
        let captured = try bench.handle(CapturePaymentHandler.self, Demo.capture(0))
        #expect(try captured.payload(PaymentCaptured.self) != nil)
    }

    @Test("A card number is refused and nothing of it is kept")
    func cardNumber() throws {
        for message in [
            Demo.authorise(token: "4111 1111 1111 1111"), Demo.authorise(reference: "5555555555554444"),
            Demo.authorise(payerEmail: "4012888888881881"),
        ] {
            var bench = PaymentBench()
            let out = try bench.handle(AuthorisePaymentHandler.self, message)
            #expect(try out.payload(PaymentDeclined.self)?.reason.code == "card_number")
            #expect(out.effects.isEmpty && bench.rows.decisions.isEmpty)
            let kept =
                "\(String(describing: bench.payment)) \(String(decoding: out.messages[0].envelope.data, as: UTF8.self))"
            #expect(!kept.contains("4111") && !kept.contains("5555") && !kept.contains("4012"))
        }
    }

    @Test("The rules' decision is stored with its inputs, score, rules and the version of the set")
    func decision() throws {
        var bench = PaymentBench()
        try bench.handle(AuthorisePaymentHandler.self, Demo.authorise(amount: 150_000, billing: "US"))
        let decision = try #require(bench.rows.decisions.first)
        #expect(decision.ruleSet == 7 && decision.score == 80 && decision.verdict == .review)
        #expect(decision.findings.map(\.rule) == ["large", "countries"])
        let inputs = try JSONDocument(parsing: try #require(decision.inputs)).root
        #expect(inputs["amount"]?.int64 == 150_000 && inputs["billingCountry"]?.string == "US")
        #expect(!String(decoding: decision.inputs ?? [], as: UTF8.self).contains("ana@"))
    }

    @Test("Orders of one batch count for each other")
    func velocityInBatch() throws {
        var bench = PaymentBench()
        for number in 1...4 {
            try bench.handle(AuthorisePaymentHandler.self, Demo.authorise(id: .v5("payment \(number)")))
        }
        #expect(bench.rows.payments[.v5("payment 3")]?.verdict == .pass)
        #expect(bench.rows.payments[.v5("payment 4")]?.verdict == .review)
    }

    @Test("What the rules refuse is denied without asking the provider")
    func deniedByRules() throws {
        var bench = PaymentBench()
        bench.rows.listings = try [
            #require(FraudSubject.email("ana@example.com")): .init(kind: .email, effect: .deny, reason: "chargebacks")
        ]
        let out = try bench.handle(AuthorisePaymentHandler.self, Demo.authorise())
        #expect(out.effects.isEmpty)
        #expect(try out.payload(PaymentDenied.self)?.findings.map(\.rule) == ["lists"])
    }
}
