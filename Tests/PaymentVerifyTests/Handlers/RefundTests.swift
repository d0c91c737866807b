import Contracts
import Messaging
import Testing
import WireJSON

@testable import PaymentVerify

@Suite("Refunding")
struct RefundTests {
    private static let lines = [
        LineAmount(lineID: "1", quantity: 2, amount: 3000), LineAmount(lineID: "2", quantity: 1, amount: 1000),
    ]

    /// 42.00 captured, of which 2.00 are shipping.
    private func captured(_ token: String = "tok_ok") throws -> PaymentBench {
        var bench = PaymentBench()
        try bench.handle(AuthorisePaymentHandler.self, Demo.authorise(token: token, lines: Self.lines))
        try bench.answer()
        try bench.handle(CapturePaymentHandler.self, Demo.capture(4200))
        try bench.answer()
        return bench
    }

    private func line(_ id: String, _ quantity: Int, _ amount: Int64) -> LineAmount {
        LineAmount(lineID: id, quantity: quantity, amount: amount)
    }

    @Test("A part is given back once, however often it is asked for, under a key of the payment and the refund")
    func once() throws {
        var bench = try captured()
        let refund = Demo.refund(1500, lines: [line("1", 1, 1500)])
        let asked = try bench.handle(RefundPaymentHandler.self, refund)
        #expect(asked.effects.map(\.key) == ["refund/\(Demo.payment.text)/\(refund.refundID.text)"])
        #expect(asked.messages.isEmpty)
        #expect(try bench.handle(RefundPaymentHandler.self, refund).effects.isEmpty)
        let done = try bench.answer()
        #expect(done.types == ["waybill.payment.refunded.v1", "waybill.payment.refunded.v1"])
        let reply = try #require(try done.payload(PaymentRefunded.self))
        #expect(reply.amount == 1500 && reply.refundedTotal == 1500 && reply.owedBy == nil)
        let late = try bench.handle(RefundPaymentHandler.self, refund)
        #expect(try late.effects.isEmpty && late.payload(PaymentRefunded.self) == reply)
        #expect(bench.payment?.refunded == 1500 && bench.payment?.state == .captured)
    }

    @Test("In full, the payment is refunded")
    func full() throws {
        var bench = try captured()
        try bench.handle(RefundPaymentHandler.self, Demo.refund(1200, "a"))
        try bench.handle(RefundPaymentHandler.self, Demo.refund(3000, "b"))
        try bench.answer()
        #expect(try bench.answer().payload(PaymentRefunded.self)?.refundedTotal == 4200)
        #expect(bench.payment?.state == .refunded)
    }

    @Test("Never more than was captured, also while another refund is under way")
    func beyond() throws {
        var bench = try captured()
        try bench.handle(RefundPaymentHandler.self, Demo.refund(4000, "a"))
        let failed = try bench.handle(RefundPaymentHandler.self, Demo.refund(201, "b"))
        #expect(try failed.payload(RefundFailed.self)?.reason.code == "exceeds_captured")
        #expect(failed.effects.isEmpty)
    }

    @Test("Never more than a line cost, nor more units, nor a line that is not there, nor lines beyond the amount")
    func lines() throws {
        var bench = try captured()
        func code(_ refund: RefundPayment) throws -> String? {
            try bench.handle(RefundPaymentHandler.self, refund).payload(RefundFailed.self)?.reason.code
        }
        #expect(try code(Demo.refund(1001, "a", lines: [line("2", 1, 1001)])) == "exceeds_line")
        #expect(try code(Demo.refund(1000, "b", lines: [line("2", 2, 1000)])) == "exceeds_line")
        #expect(try code(Demo.refund(100, "c", lines: [line("9", 1, 100)])) == "unknown_line")
        #expect(try code(Demo.refund(100, "d", lines: [line("2", 1, 500)])) == "lines_exceed_amount")
        #expect(try code(Demo.refund(-1, "e")) == "invalid_amount")
        #expect(try code(Demo.refund(1200, "f", lines: [line("2", 1, 1000)])) == nil)
        #expect(try code(Demo.refund(1, "g", lines: [line("2", 0, 1)])) == "exceeds_line")
    }

    @Test("One that the provider refuses for good is told, and its lines may be given back by another")
    func refused() throws {
        var bench = try captured()
        try bench.handle(RefundPaymentHandler.self, Demo.refund(1000, "a", lines: [line("2", 1, 1000)]))
        let failed = try bench.answer { $0.refuse("refund_refused", "no") }
        #expect(try failed.payload(RefundFailed.self)?.reason.code == "refund_refused")
        #expect(bench.payment?.refunded == 0)
        try bench.handle(RefundPaymentHandler.self, Demo.refund(1000, "b", lines: [line("2", 1, 1000)]))
        #expect(try bench.answer().payload(PaymentRefunded.self)?.refundedTotal == 1000)
    }

    @Test("The same id with another amount is refused")
    func reused() throws {
        var bench = try captured()
        try bench.handle(RefundPaymentHandler.self, Demo.refund(1000))
        let other = try bench.handle(RefundPaymentHandler.self, Demo.refund(999))
        #expect(try other.payload(RefundFailed.self)?.reason.code == "refund_id_reused")
    }

    @Test(
        "What a marketplace, a courier or the shop has is owed by them, and written down once",
        arguments: [
            (PaymentMethod.marketplace, "channel"), (.cashOnDelivery, "shop"), (.invoice, "shop"), (.credit, "shop"),
        ])
    func owed(method: PaymentMethod, by: String) throws {
        var bench = PaymentBench()
        try bench.handle(AuthorisePaymentHandler.self, Demo.authorise(method, state: .paid, token: nil))
        if method == .cashOnDelivery || method == .invoice {
            let early = try bench.handle(RefundPaymentHandler.self, Demo.refund(100, "early"))
            #expect(try early.payload(RefundFailed.self)?.reason.code == "exceeds_captured")
            try bench.handle(CapturePaymentHandler.self, Demo.capture(4200))
        }
        let out = try bench.handle(RefundPaymentHandler.self, Demo.refund(1500))
        #expect(out.effects.isEmpty)
        let reply = try #require(try out.payload(PaymentRefunded.self))
        #expect(reply.owedBy == by && reply.refundedTotal == 1500)
        let again = try bench.handle(RefundPaymentHandler.self, Demo.refund(1500))
        #expect(try again.payload(PaymentRefunded.self) == reply && bench.payment?.refunded == 1500)
    }

    @Test("A cancel after refunds gives back the rest alone, and a refund after it nothing")
    func cancelled() throws {
        var bench = try captured()
        try bench.handle(RefundPaymentHandler.self, Demo.refund(1200))
        // The refund is still under way: the cancel waits for it.
        #expect(try bench.handle(CancelPaymentHandler.self, Demo.cancel).effects.isEmpty)
        let during = try bench.handle(RefundPaymentHandler.self, Demo.refund(100, "during"))
        #expect(try during.payload(RefundFailed.self)?.reason.code == "not_refundable")
        let given = try bench.answer()
        #expect(try given.payload(PaymentRefunded.self)?.amount == 1200)
        #expect(given.effects.map(\.kind) == ["refund"])
        #expect(try bench.answer().payload(PaymentCancelled.self)?.refunded == 4200)
        let late = try bench.handle(RefundPaymentHandler.self, Demo.refund(1, "late"))
        #expect(try late.payload(RefundFailed.self)?.reason.code == "exceeds_captured")
    }

    @Test("A refund of nothing is done without a provider")
    func nothing() throws {
        var bench = try captured()
        let out = try bench.handle(RefundPaymentHandler.self, Demo.refund(0))
        #expect(try out.effects.isEmpty && out.payload(PaymentRefunded.self)?.amount == 0)
    }

    @Test(
        "Whoever is told of a refund is told which return it settles and what it is for, also when it is asked for again"
    )
    func ofReturn() throws {
        for method in [PaymentMethod.card, .marketplace] {
            var bench = PaymentBench()
            try bench.handle(
                AuthorisePaymentHandler.self,
                method == .card
                    ? Demo.authorise(lines: Self.lines)
                    : Demo.authorise(method, state: .paid, token: nil, lines: Self.lines))
            if method == .card {
                try bench.answer()
                try bench.handle(CapturePaymentHandler.self, Demo.capture(4200))
                try bench.answer()
            }
            let units = [LineAmount(lineID: Self.lines[0].lineID, quantity: 1, amount: 1000)]
            let refund = Demo.refund(1000, lines: units, returnID: .v5("return"))
            var said = try bench.handle(RefundPaymentHandler.self, refund)
            if method == .card { said = try bench.answer() }
            #expect(try said.payload(PaymentRefunded.self)?.returnID == .v5("return"))
            #expect(try said.payload(PaymentRefunded.self)?.lines == units)
            let again = try bench.handle(RefundPaymentHandler.self, refund)
            #expect(try again.payload(PaymentRefunded.self)?.returnID == .v5("return"))
            #expect(try again.payload(PaymentRefunded.self)?.lines == units)
        }
    }

    private func dispute(
        _ status: DisputeStatus, _ amount: Int64 = 4000, in bench: inout PaymentBench
    ) throws -> Outcome {
        try bench.handle(
            RecordDisputeHandler.self,
            RecordDispute(
                paymentID: Demo.payment, disputeID: "dp_1", amount: amount, reason: "fraudulent", status: status,
                actor: "ana"))
    }

    @Test("What a bank may give back itself is not given back by us; when the shop has won, it is")
    func openDispute() throws {
        var bench = try captured()
        _ = try dispute(.opened, in: &bench)
        let failed = try bench.handle(RefundPaymentHandler.self, Demo.refund(201, "a"))
        #expect(try failed.payload(RefundFailed.self)?.reason.code == "payment_disputed")
        // What is not disputed can go back.
        #expect(try bench.handle(RefundPaymentHandler.self, Demo.refund(200, "b")).effects.count == 1)
        try bench.answer()
        _ = try dispute(.opened, 3000, in: &bench)
        #expect(bench.payment?.disputed == 3000, "another amount of the same dispute replaces the first")
        _ = try dispute(.won, in: &bench)
        #expect(bench.payment?.disputed == 0)
        #expect(try bench.handle(RefundPaymentHandler.self, Demo.refund(4000, "a")).effects.count == 1)
    }

    @Test(
        "A cancel gives back what is not disputed, and waits for the bank's word on the rest", arguments: [true, false])
    func cancelWhileDisputed(isLost: Bool) throws {
        var bench = try captured()
        _ = try dispute(.opened, 3000, in: &bench)
        let cancel = try bench.handle(CancelPaymentHandler.self, Demo.cancel)
        #expect(try cancel.effects.map { try GatewayRequest.parse($0.request).amount } == [1200])
        #expect(try bench.answer().payload(PaymentCancelled.self) == nil)
        let decided = try dispute(isLost ? .lost : .won, 3000, in: &bench)
        if isLost {
            #expect(try decided.payload(PaymentCancelled.self)?.refunded == 1200)
            #expect(bench.payment?.lost == 3000 && bench.payment?.kept == 0)
        } else {
            #expect(try bench.answer().payload(PaymentCancelled.self)?.refunded == 4200)
        }
        #expect(bench.rows.questions.rows.isEmpty && bench.payment?.undoing == nil)
    }

    @Test("A marketplace's dispute is the same: what is open is not owed twice")
    func marketplaceDispute() throws {
        var bench = PaymentBench()
        try bench.handle(AuthorisePaymentHandler.self, Demo.authorise(.marketplace, state: .paid, token: nil))
        _ = try dispute(.opened, 4200, in: &bench)
        #expect(try bench.handle(CancelPaymentHandler.self, Demo.cancel).messages.isEmpty)
        let lost = try dispute(.lost, 4200, in: &bench)
        #expect(try lost.payload(PaymentCancelled.self)?.refunded == 0)
        #expect(try lost.payload(PaymentDisputed.self)?.lostTotal == 4200)
    }

    @Test("What the provider took back after a lost dispute is not given back again")
    func disputed() throws {
        var bench = try captured()
        func record(_ status: DisputeStatus) throws -> PaymentDisputed? {
            try dispute(status, in: &bench).payload(PaymentDisputed.self)
        }
        #expect(try record(.opened)?.status == .opened)
        #expect(try record(.lost)?.status == .lost)
        #expect(try record(.opened)?.status == .lost, "news that came late open nothing again")
        #expect(bench.payment?.lost == 4000 && bench.payment?.kept == 200)
        let failed = try bench.handle(RefundPaymentHandler.self, Demo.refund(201))
        #expect(try failed.payload(RefundFailed.self)?.reason.code == "exceeds_captured")
        #expect(try record(.won)?.status == .won)
        #expect(bench.payment?.lost == 0 && bench.payment?.kept == 4200)
    }
}
