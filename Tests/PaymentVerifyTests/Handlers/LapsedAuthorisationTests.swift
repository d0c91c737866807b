import Contracts
import Messaging
import Testing
import WireJSON

@testable import PaymentVerify

@Suite("Authorisations that lapse, and what is never captured")
struct LapsedAuthorisationTests {
    private func authorised(_ token: String = "tok_ok") throws -> PaymentBench {
        var bench = PaymentBench()
        try bench.handle(AuthorisePaymentHandler.self, Demo.authorise(token: token))
        try bench.answer()
        return bench
    }

    @Test("A capture after it authorises the rest again under another key, and then takes it")
    func again() throws {
        var bench = try authorised()
        try bench.handle(CapturePaymentHandler.self, Demo.capture(3000))
        try bench.answer()
        bench.wait(.seconds(8 * 86_400))
        let asked = try bench.handle(CapturePaymentHandler.self, Demo.capture(1200, ordinal: 1))
        #expect(asked.effects.map(\.key) == ["authorise/\(Demo.payment.text)/1"])
        let request = try GatewayRequest.parse(asked.effects[0].request)
        #expect(request.amount == 1200 && request.token == "tok_ok")
        // A repeat meanwhile asks for nothing more.
        #expect(try bench.handle(CapturePaymentHandler.self, Demo.capture(1200, ordinal: 1)).effects.isEmpty)
        let authorised = try bench.answer()
        #expect(authorised.effects.map(\.key) == ["capture/\(Demo.payment.text)/1/1"])
        #expect(try GatewayRequest.parse(authorised.effects[0].request).reference == "sbx-2")
        #expect(try bench.answer().payload(PaymentCaptured.self)?.capturedTotal == 4200)
        // The money was taken on two authorisations, so it goes back against two.
        let back = try bench.handle(RefundPaymentHandler.self, Demo.refund(4000))
        let references = try back.effects.map { try GatewayRequest.parse($0.request) }.map {
            "\($0.amount) \($0.reference ?? "")"
        }
        #expect(references == ["3000 sbx-1", "1000 sbx-2"])
        #expect(try bench.answer().messages.isEmpty)
        #expect(try bench.answer().payload(PaymentRefunded.self)?.refundedTotal == 4000)
    }

    @Test("A provider that says so first is believed, and asked under new keys")
    func provider() throws {
        var bench = try authorised()
        try bench.handle(CapturePaymentHandler.self, Demo.capture(4200))
        let lapsed = try bench.answer { $0.refuse("authorisation_expired", "gone") }
        #expect(lapsed.messages.isEmpty && lapsed.effects.map(\.key) == ["authorise/\(Demo.payment.text)/1"])
        #expect(try bench.answer().effects.map(\.key) == ["capture/\(Demo.payment.text)/0/1"])
        #expect(try bench.answer().payload(PaymentCaptured.self)?.capturedTotal == 4200)
    }

    @Test("When the card does not take it, the capture fails, and succeeds when it is asked for again later")
    func fails() throws {
        var bench = try authorised()
        bench.wait(.seconds(8 * 86_400))
        try bench.handle(CapturePaymentHandler.self, Demo.capture(4200))
        let failed = try bench.answer { $0.refuse("declined", "no") }
        #expect(try failed.payload(PaymentCaptureFailed.self)?.reason.code == "authorisation_expired")
        #expect(bench.payment?.state == .authorised && bench.rows.questions.rows.isEmpty)
        let again = try bench.handle(CapturePaymentHandler.self, Demo.capture(4200))
        #expect(again.effects.map(\.key) == ["authorise/\(Demo.payment.text)/2"])
        try bench.answer()
        #expect(try bench.answer().payload(PaymentCaptured.self)?.capturedTotal == 4200)
    }

    @Test("Another amount than was asked for is written down as it is, and nothing is ever taken on it")
    func otherAmount() throws {
        var bench = try authorised()
        bench.wait(.seconds(8 * 86_400))
        try bench.handle(CapturePaymentHandler.self, Demo.capture(4200))
        let failed = try bench.answer { $0.amount = 4100 }
        let reason = try #require(try failed.payload(PaymentCaptureFailed.self)?.reason)
        #expect(reason.code == "authorisation_expired" && reason.message.contains("41.00"))
        let key = MoneyOperation.Key(paymentID: Demo.payment, kind: .authorise, ordinal: 1)
        let written = try #require(bench.rows.operations[key])
        #expect(written.state == .done && written.amount == 4100 && written.code == "amount_mismatch")
        // The next one asks anew, and does not build on it.
        let again = try bench.handle(CapturePaymentHandler.self, Demo.capture(4200))
        #expect(again.effects.map(\.key) == ["authorise/\(Demo.payment.text)/2"])
        try bench.answer()
        #expect(try bench.answer().payload(PaymentCaptured.self)?.capturedTotal == 4200)
        #expect(bench.rows.operations.rows.first { $0.key.kind == .capture }?.authorisation == 2)

        // Nor does another capture, where the provider alone said that the first had lapsed.
        var other = try authorised()
        try other.handle(CapturePaymentHandler.self, Demo.capture(3000))
        try other.answer { $0.refuse("authorisation_expired", "gone") }
        try other.answer { $0.amount = 4100 }
        let next = try other.handle(CapturePaymentHandler.self, Demo.capture(1200, ordinal: 1))
        #expect(next.effects.map(\.key) == ["capture/\(Demo.payment.text)/1"])
    }

    @Test("A capture that failed and is asked for again is not taken from what another took meanwhile")
    func takenMeanwhile() throws {
        var bench = try authorised()
        bench.wait(.seconds(8 * 86_400))
        try bench.handle(CapturePaymentHandler.self, Demo.capture(4000))
        try bench.answer { $0.refuse("declined", "no") }
        try bench.handle(CapturePaymentHandler.self, Demo.capture(3000, ordinal: 1))
        try bench.answer()
        try bench.answer()
        let again = try bench.handle(CapturePaymentHandler.self, Demo.capture(4000))
        #expect(again.effects.isEmpty && bench.rows.questions.rows.isEmpty)
        #expect(try again.payload(PaymentCaptureFailed.self)?.reason.code == "exceeds_authorised")
    }

    @Test("What is being voided cannot be captured any more")
    func voidedMeanwhile() throws {
        var bench = try authorised()
        try bench.handle(FinishPaymentHandler.self, FinishPayment(paymentID: Demo.payment))
        let late = try bench.handle(CapturePaymentHandler.self, Demo.capture(1))
        #expect(try late.payload(PaymentCaptureFailed.self)?.reason.code == "exceeds_authorised")
        #expect(try bench.answer().payload(PaymentFinished.self)?.voided == 4200)
    }

    @Test("The answer of a lapsed authorisation that comes once more moves nothing")
    func staleAnswer() throws {
        var bench = try authorised()
        try bench.handle(CapturePaymentHandler.self, Demo.capture(4200))
        try bench.answer { $0.refuse("authorisation_expired", "gone") }
        let lapsed = try #require(bench.answered.last)
        #expect(try bench.deliver(lapsed).effects.isEmpty)
        try bench.answer()
        #expect(try bench.deliver(lapsed).effects.isEmpty)
        #expect(bench.asked.map(\.key) == ["capture/\(Demo.payment.text)/0/1"])
        #expect(try bench.answer().payload(PaymentCaptured.self)?.capturedTotal == 4200)
    }

    @Test("Without a token there is no other authorisation: the capture fails at once")
    func noToken() throws {
        var bench = try authorised()
        bench.wait(.seconds(8 * 86_400))
        bench.rows.payments[Demo.payment]?.token = nil
        let failed = try bench.handle(CapturePaymentHandler.self, Demo.capture(4200))
        #expect(failed.effects.isEmpty)
        #expect(try failed.payload(PaymentCaptureFailed.self)?.reason.code == "authorisation_expired")
    }

    @Test("A cancel meanwhile voids the new authorisation, and the capture fails")
    func cancelled() throws {
        var bench = try authorised()
        bench.wait(.seconds(8 * 86_400))
        try bench.handle(CapturePaymentHandler.self, Demo.capture(4200))
        try bench.handle(CancelPaymentHandler.self, Demo.cancel)
        let authorised = try bench.answer()
        #expect(try authorised.payload(PaymentCaptureFailed.self) != nil)
        #expect(authorised.effects.map(\.key) == ["void/\(Demo.payment.text)/0/1"])
        #expect(try GatewayRequest.parse(authorised.effects[0].request).reference == "sbx-2")
        #expect(try bench.answer().payload(PaymentCancelled.self)?.voided == 4200)
    }

    @Test("Finished, the rest that was never captured is voided, once the captures are through")
    func finish() throws {
        var bench = try authorised()
        try bench.handle(CapturePaymentHandler.self, Demo.capture(3000))
        let finish = FinishPayment(paymentID: Demo.payment)
        #expect(try bench.handle(FinishPaymentHandler.self, finish).effects.isEmpty)
        let captured = try bench.answer()
        #expect(captured.effects.map(\.key) == ["void/\(Demo.payment.text)/0"])
        #expect(try bench.answer().payload(PaymentFinished.self)?.voided == 1200)
        #expect(bench.payment?.state == .captured && bench.payment?.open == 0)
        #expect(try bench.handle(FinishPaymentHandler.self, finish).payload(PaymentFinished.self)?.voided == 1200)
        let late = try bench.handle(CapturePaymentHandler.self, Demo.capture(1, ordinal: 1))
        #expect(try late.payload(PaymentCaptureFailed.self)?.reason.code == "exceeds_authorised")
    }

    @Test("Finished where nobody of ours holds the rest, it is written down; finished twice, it is the same")
    func finishCash() throws {
        var bench = PaymentBench()
        try bench.handle(AuthorisePaymentHandler.self, Demo.authorise(.cashOnDelivery, token: nil))
        try bench.handle(CapturePaymentHandler.self, Demo.capture(4000))
        for _ in 0..<2 {
            let out = try bench.handle(FinishPaymentHandler.self, FinishPayment(paymentID: Demo.payment))
            #expect(try out.payload(PaymentFinished.self)?.voided == 200 && out.effects.isEmpty)
        }
        #expect(bench.payment?.state == .captured)
    }

    @Test(
        "A review that nobody decides on in time is denied and voided, and a decision in time takes the deadline back")
    func review() throws {
        var bench = PaymentBench()
        try bench.handle(AuthorisePaymentHandler.self, Demo.authorise(amount: 150_000))
        let review = try bench.answer()
        guard case .set(let timer)? = review.timers.first else {
            Issue.record("there is no deadline")
            return
        }
        #expect(timer.key == "review/\(Demo.payment.text)" && timer.delay == .seconds(3 * 86_400))
        let due = try ExpireReview.parse(timer.envelope.data)
        #expect(try bench.handle(ExpireReviewHandler.self, due, step: "").effects.map(\.kind) == ["void"])
        let denied = try bench.answer()
        #expect(try denied.payload(PaymentDenied.self)?.reason.code == "review_overdue")
        #expect(denied.messages.map(\.envelope.step) == ["authorise"])
        #expect(bench.rows.decisions.last?.actor == "waybill")
        #expect(try bench.handle(ExpireReviewHandler.self, due).messages.isEmpty)

        var decided = PaymentBench()
        try decided.handle(AuthorisePaymentHandler.self, Demo.authorise(amount: 150_000))
        try decided.answer()
        let decision = DecidePayment(paymentID: Demo.payment, approve: true, actor: "ana", reason: "known")
        let out = try decided.handle(DecidePaymentHandler.self, decision)
        guard case .cancel(let key)? = out.timers.first else {
            Issue.record("the deadline stays")
            return
        }
        #expect(key == timer.key)
    }
}
