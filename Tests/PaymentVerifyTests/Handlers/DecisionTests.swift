import Contracts
import Messaging
import Testing

@testable import PaymentVerify

@Suite("Deciding")
struct DecisionTests {
    /// A payment that the rules sent into review after the provider authorised it.
    private func inReview() throws -> PaymentBench {
        var bench = PaymentBench()
        try bench.handle(AuthorisePaymentHandler.self, Demo.authorise(amount: 150_000))
        let reply = try #require(try bench.answer().payload(PaymentReviewRequired.self))
        #expect(reply.hold == .paymentReview && reply.score == 60)
        return bench
    }

    private func decide(_ approve: Bool, _ bench: inout PaymentBench) throws -> Outcome {
        try bench.handle(
            DecidePaymentHandler.self,
            DecidePayment(paymentID: Demo.payment, approve: approve, actor: "ana", reason: "called the buyer"),
            step: "decide")
    }

    @Test("Approved, the saga's own question gets its answer, and who decided is on record")
    func approve() throws {
        var bench = try inReview()
        let out = try decide(true, &bench)
        #expect(out.messages.map(\.envelope.step) == ["authorise"])
        #expect(try out.payload(PaymentAuthorised.self)?.authorised == 150_000)
        #expect(bench.rows.decisions.last?.actor == "ana" && bench.rows.decisions.last?.verdict == .pass)
        // A second click changes nothing and tells what is true.
        #expect(try decide(false, &bench).payload(PaymentAuthorised.self) != nil)
        #expect(bench.rows.decisions.count == 2)
    }

    @Test("Denied, the money is given up first, and then the saga hears of it")
    func deny() throws {
        var bench = try inReview()
        let out = try decide(false, &bench)
        #expect(out.messages.isEmpty && out.effects.map(\.kind) == ["void"])
        let done = try bench.answer()
        #expect(try done.payload(PaymentDenied.self)?.reason.code == "denied_by_operator")
        #expect(done.messages.map(\.envelope.step) == ["authorise"])
        #expect(bench.payment?.state == .denied && bench.payment?.voided == 150_000)
    }

    @Test("A cancel in review voids, and the decision that comes later finds it cancelled")
    func cancelInReview() throws {
        var bench = try inReview()
        try bench.handle(CancelPaymentHandler.self, Demo.cancel)
        let done = try bench.answer()
        #expect(done.types == ["waybill.payment.cancelled.v1", "waybill.payment.cancelled.v1"])
        #expect(try decide(true, &bench).payload(PaymentCancelled.self)?.voided == 150_000)
    }

    @Test("A decision on a payment that nobody knows is parked")
    func unknown() throws {
        var bench = PaymentBench()
        #expect(throws: HandlerError.self) { try decide(true, &bench) }
    }
}
