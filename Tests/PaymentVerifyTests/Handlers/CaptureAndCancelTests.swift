import Contracts
import Messaging
import Testing

@testable import PaymentVerify

@Suite("Capturing and cancelling")
struct CaptureAndCancelTests {
    private func authorised(_ token: String = "tok_ok") throws -> PaymentBench {
        var bench = PaymentBench()
        try bench.handle(AuthorisePaymentHandler.self, Demo.authorise(token: token))
        try bench.answer()
        return bench
    }

    @Test("Parts are captured each once, and never more than was authorised, also while one is under way")
    func parts() throws {
        var bench = try authorised()
        let first = try bench.handle(CapturePaymentHandler.self, Demo.capture(3000))
        #expect(first.effects.map(\.key) == ["capture/\(Demo.payment.text)/0"])
        let tooMuch = try bench.handle(CapturePaymentHandler.self, Demo.capture(1201, ordinal: 1))
        #expect(try tooMuch.payload(PaymentCaptureFailed.self)?.reason.code == "exceeds_authorised")
        #expect(try bench.handle(CapturePaymentHandler.self, Demo.capture(3000)).effects.isEmpty)
        #expect(try bench.answer().types.count == 2)
        try bench.handle(CapturePaymentHandler.self, Demo.capture(1200, ordinal: 1))
        #expect(try bench.answer().payload(PaymentCaptured.self)?.capturedTotal == 4200)
        #expect(bench.payment?.state == .captured)
    }

    @Test("A capture that the provider refuses fails, and fails again when it is asked for again")
    func refused() throws {
        var bench = try authorised()
        try bench.handle(CapturePaymentHandler.self, Demo.capture(4200))
        let failed = try bench.answer { $0.refuse("capture_refused", "no") }
        #expect(try failed.payload(PaymentCaptureFailed.self)?.reason.code == "capture_refused")
        let again = try bench.handle(CapturePaymentHandler.self, Demo.capture(4200))
        #expect(try again.payload(PaymentCaptureFailed.self)?.reason.code == "capture_refused")
        #expect(bench.payment?.captured == 0 && bench.payment?.state == .authorised)
    }

    @Test("A capture of something unknown fails at once")
    func unknown() throws {
        var bench = PaymentBench()
        let out = try bench.handle(CapturePaymentHandler.self, Demo.capture(1))
        #expect(try out.payload(PaymentCaptureFailed.self)?.reason.code == "unknown_payment")
    }

    private static func late(
        _ method: PaymentMethod, _ state: PaymentState = .paid, amount: Int64? = nil
    ) -> CancelPayment {
        CancelPayment(
            paymentID: Demo.payment, reason: "payment_overdue",
            late: LatePayment(
                channel: "shopify", shop: "demo",
                instruction: PaymentInstruction(method: method, state: state, amount: amount, reference: "ch_1"),
                amount: 4200, currency: Demo.euro))
    }

    @Test("What a channel took for an order that was given up is owed by it, once, and who asks again hears the same")
    func lateAtTheChannel() throws {
        var bench = PaymentBench()
        for _ in 0..<2 {
            let out = try bench.handle(CancelPaymentHandler.self, Self.late(.marketplace))
            #expect(try out.payload(PaymentCancelled.self)?.refunded == 4200 && out.effects.isEmpty)
        }
        let payment = try #require(bench.payment)
        #expect(payment.state == .refunded && payment.custody == .channel && payment.captured == 4200)
        #expect(bench.rows.operations(of: payment.id).map(\.amount) == [4200])
    }

    @Test("What our own provider has is asked for there: refunded when it was taken, voided when it was not")
    func lateAtTheProvider() throws {
        for (state, kind) in [(PaymentState.paid, "refund"), (.authorised, "void")] {
            var bench = PaymentBench()
            // The mark of the cancel that found nothing.
            try bench.handle(CancelPaymentHandler.self, Demo.cancel)
            #expect(bench.payment?.state == .cancelled)
            let out = try bench.handle(CancelPaymentHandler.self, Self.late(.card, state, amount: 4000))
            #expect(out.effects.map(\.kind) == [kind])
            #expect(try bench.handle(CancelPaymentHandler.self, Self.late(.card, state, amount: 4000)).effects.isEmpty)
            let reply = try bench.answer().payload(PaymentCancelled.self)
            #expect(reply?.refunded == (kind == "refund" ? 4000 : 0) && reply?.voided == (kind == "void" ? 4000 : 0))
            #expect(try bench.handle(CancelPaymentHandler.self, Self.late(.card, state, amount: 4000)).effects.isEmpty)
        }
    }

    @Test("What is authorised is voided, what is captured is refunded, each once")
    func cancel() throws {
        var bench = try authorised()
        try bench.handle(CapturePaymentHandler.self, Demo.capture(1000))
        try bench.answer()
        let out = try bench.handle(CancelPaymentHandler.self, Demo.cancel)
        #expect(out.messages.isEmpty && out.effects.map(\.kind) == ["void", "refund"])
        #expect(try bench.handle(CancelPaymentHandler.self, Demo.cancel).effects.isEmpty)
        #expect(try bench.answer().messages.isEmpty)
        let done = try bench.answer()
        #expect(done.types == ["waybill.payment.cancelled.v1", "waybill.payment.cancelled.v1"])
        let reply = try done.payload(PaymentCancelled.self)
        #expect(reply?.voided == 3200 && reply?.refunded == 1000)
        #expect(bench.payment?.state == .refunded)
        let late = try bench.handle(CancelPaymentHandler.self, Demo.cancel)
        #expect(try late.payload(PaymentCancelled.self) == reply && late.effects.isEmpty)
    }

    @Test("A cancel before the authorisation leaves a tombstone: the late authorisation is refused")
    func tombstone() throws {
        var bench = PaymentBench()
        let out = try bench.handle(CancelPaymentHandler.self, Demo.cancel)
        #expect(try out.payload(PaymentCancelled.self)?.voided == 0)
        let late = try bench.handle(AuthorisePaymentHandler.self, Demo.authorise())
        #expect(late.effects.isEmpty)
        #expect(try late.payload(PaymentCancelled.self) != nil)
    }

    @Test("A cancel while the provider is thinking waits for its answer and undoes what it did")
    func cancelWhilePending() throws {
        var bench = PaymentBench()
        try bench.handle(AuthorisePaymentHandler.self, Demo.authorise())
        #expect(try bench.handle(CancelPaymentHandler.self, Demo.cancel).effects.isEmpty)
        let answered = try bench.answer()
        #expect(answered.messages.isEmpty && answered.effects.map(\.kind) == ["void"])
        #expect(try bench.answer().payload(PaymentCancelled.self)?.voided == 4200)
        #expect(bench.payment?.state == .voided)
    }

    @Test("A cancel while the provider is thinking and then refuses has nothing to undo")
    func cancelThenDeclined() throws {
        var bench = PaymentBench()
        try bench.handle(AuthorisePaymentHandler.self, Demo.authorise(token: "tok_declined"))
        try bench.handle(CancelPaymentHandler.self, Demo.cancel)
        let done = try bench.answer()
        #expect(done.effects.isEmpty)
        #expect(try done.payload(PaymentCancelled.self)?.voided == 0)
        #expect(bench.payment?.state == .cancelled)
    }

    @Test("A cancel that meets a capture under way refunds what it took")
    func cancelDuringCapture() throws {
        var bench = try authorised()
        try bench.handle(CapturePaymentHandler.self, Demo.capture(4200))
        #expect(try bench.handle(CancelPaymentHandler.self, Demo.cancel).effects.isEmpty)
        let captured = try bench.answer()
        #expect(try captured.payload(PaymentCaptured.self) != nil && captured.effects.map(\.kind) == ["refund"])
        #expect(try bench.answer().payload(PaymentCancelled.self)?.refunded == 4200)
    }

    @Test("What a marketplace holds is written down as given back, without a provider")
    func marketplace() throws {
        var bench = PaymentBench()
        try bench.handle(AuthorisePaymentHandler.self, Demo.authorise(.marketplace, state: .paid, token: nil))
        let out = try bench.handle(CancelPaymentHandler.self, Demo.cancel)
        #expect(out.effects.isEmpty)
        #expect(try out.payload(PaymentCancelled.self)?.refunded == 4200)
    }

    @Test("A refund that the provider refuses is a person's, and nothing is said to be given back")
    func refundRefused() throws {
        var bench = try authorised()
        try bench.handle(CancelPaymentHandler.self, Demo.cancel)
        #expect(throws: HandlerError.self) { try bench.answer { $0.refuse("account_closed", "no") } }
        #expect(bench.payment?.voided == 0 && bench.payment?.undoing == .cancel)
    }
}
