import Contracts
import FoundationEssentials
import Messaging
import TestSupport
import Testing

@testable import PaymentVerify

/// Commands, answers of the provider, also repeated ones, and decisions in any order: the amounts stay within each other,
/// no key is ever asked for twice, and when the provider has answered everything nobody is left waiting but those in
/// review.
@Suite("Payments in any order")
struct PaymentPropertyTests {
    private static let tokens = [
        "tok_ok", "tok_declined", "tok_wrong_amount", "tok_wrong_currency", "tok_other_payer", "tok_insufficient_funds",
    ]

    @Test("Money never moves twice and is never more than what it comes from")
    func anyOrder() throws {
        var random = SeededGenerator()
        print("payment seed: \(random.seed)")
        for run in 0..<400 {
            var bench = PaymentBench()
            let token = Self.tokens.randomElement(using: &random)
            let method: PaymentMethod =
                ([.card, .card, .marketplace, .cashOnDelivery] as [PaymentMethod]).randomElement(using: &random)
                ?? .card
            let amount = ([0, 4200, 150_000] as [Int64]).randomElement(using: &random) ?? 0
            let authorise = Demo.authorise(method, token: token, amount: amount)
            for _ in 0..<Int.random(in: 3...16, using: &random) {
                try step(&bench, authorise, &random)
                try check(bench, "seed \(random.seed), run \(run)")
            }
            while !bench.asked.isEmpty {
                try bench.answer()
                try check(bench, "seed \(random.seed), run \(run)")
            }
            let waiting = bench.rows.questions.rows
            #expect(
                waiting.isEmpty
                    || bench.payment?.state == .review && waiting.allSatisfy { $0.key.subject == "authorise" },
                "seed \(random.seed), run \(run): somebody waits for ever")
            #expect(bench.payment?.undoing == nil, "seed \(random.seed), run \(run): never undone")
        }
    }

    private func step(
        _ bench: inout PaymentBench, _ authorise: AuthorisePayment, _ random: inout SeededGenerator
    ) throws {
        do {
            switch Int.random(in: 0...15, using: &random) {
            case 0, 1, 2: try bench.handle(AuthorisePaymentHandler.self, authorise)
            case 3, 4:
                let capture = Demo.capture(
                    Int64.random(in: 0...5000, using: &random), ordinal: Int.random(in: 0...2, using: &random))
                try bench.handle(CapturePaymentHandler.self, capture)
            case 5:
                let decision = DecidePayment(
                    paymentID: Demo.payment, approve: .random(using: &random), actor: "a", reason: "r")
                try bench.handle(DecidePaymentHandler.self, decision)
            case 7, 8:
                let refund = Demo.refund(
                    Int64.random(in: 0...3000, using: &random), String(Int.random(in: 0...3, using: &random)))
                try bench.handle(RefundPaymentHandler.self, refund)
            case 9:
                bench.wait(.seconds(86_400 * 4))
                try bench.handle(FinishPaymentHandler.self, FinishPayment(paymentID: Demo.payment))
            case 6: try bench.handle(CancelPaymentHandler.self, Demo.cancel)
            case 10: bench.wait(.seconds(86_400 * 8))
            case 11:
                guard let earlier = bench.answered.randomElement(using: &random) else { return }
                let again = try bench.deliver(earlier)
                #expect(again.effects.isEmpty && again.messages.isEmpty, "a repeated answer does something")
            default:
                guard !bench.asked.isEmpty else { return }
                let isRefused = Int.random(in: 0...3, using: &random) == 0
                // What is undone for a cancel cannot be refused: a person would have to see to it.
                let isOfRefundID = bench.asked.first.map { $0.key.split(separator: "/")[2].count == 36 } ?? false
                let mayRefuse =
                    switch bench.asked.first?.kind {
                    case "authorise", "capture": true
                    case "refund": isOfRefundID
                    default: false
                    }
                let code = Bool.random(using: &random) ? "refused" : "authorisation_expired"
                try bench.answer { if isRefused && mayRefuse { $0.refuse(code, "no") } }
            }
        } catch is HandlerError {
            return
        }
    }

    private func check(_ bench: PaymentBench, _ place: String) throws {
        // A capture that waits for another authorisation has its key already: only what the provider was asked counts.
        let repeated = Dictionary(grouping: bench.keys, by: \.self).filter { $0.value.count > 1 }.keys.sorted()
        #expect(repeated.isEmpty, "\(place): asked for twice")
        guard let payment = bench.payment else { return }
        #expect(0 <= payment.refunded && payment.refunded <= payment.captured, "\(place): refunded")
        #expect(0 <= payment.voided && payment.captured + payment.voided <= payment.authorised, "\(place): captured")
        let done = bench.rows.operations(of: payment.id).filter { $0.state == .done }
        let captured = done.filter { $0.key.kind == .capture }.reduce(0) { $0 + $1.amount }
        let isPrepaid = payment.custody == .channel
        let refunded = done.filter { $0.key.kind == .refund }.reduce(0) { $0 + $1.amount }
        #expect(payment.refunded == refunded, "\(place): the refunds do not add up")
        for authorisation in 0...3 where !isPrepaid {
            func sum(_ kind: MoneyOperation.Kind) -> Int64 {
                done.filter { $0.key.kind == kind && $0.authorisation == authorisation }.reduce(0) { $0 + $1.amount }
            }
            #expect(sum(.refund) <= sum(.capture), "\(place): refunded against an authorisation that has not so much")
        }
        #expect(payment.captured == captured || isPrepaid, "\(place): the operations do not add up")
        if payment.state == .authorised || payment.state == .captured {
            #expect(payment.authorised == payment.amount, "\(place): released with another amount")
        }
    }
}
