import Contracts
import FoundationEssentials
import Messaging
import TestSupport
import Testing

@testable import PaymentVerify

/// Commands, answers of the provider and decisions in any order: the amounts stay within each other, no key is asked for
/// twice, and when the provider has answered everything nobody is left waiting but those in review.
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
        let before = Set(bench.rows.operations.keys.map(\.text))
        let asked: [EffectRequest]
        do {
            switch Int.random(in: 0...9, using: &random) {
            case 0, 1, 2: asked = try bench.handle(AuthorisePaymentHandler.self, authorise).effects
            case 3, 4:
                let capture = Demo.capture(
                    Int64.random(in: 0...5000, using: &random), ordinal: Int.random(in: 0...2, using: &random))
                asked = try bench.handle(CapturePaymentHandler.self, capture).effects
            case 5:
                let decision = DecidePayment(
                    paymentID: Demo.payment, approve: .random(using: &random), actor: "a", reason: "r")
                asked = try bench.handle(DecidePaymentHandler.self, decision).effects
            case 6: asked = try bench.handle(CancelPaymentHandler.self, Demo.cancel).effects
            default:
                guard !bench.asked.isEmpty else { return }
                let isRefused = Int.random(in: 0...3, using: &random) == 0
                let isCapture = bench.asked.first?.kind == "capture"
                asked = try bench.answer { if isRefused && isCapture { $0.refuse("refused", "no") } }.effects
            }
        } catch is HandlerError {
            return
        }
        for effect in asked { #expect(!before.contains(effect.key), "\(effect.key) is asked for twice") }
    }

    private func check(_ bench: PaymentBench, _ place: String) throws {
        guard let payment = bench.payment else { return }
        #expect(0 <= payment.refunded && payment.refunded <= payment.captured, "\(place): refunded")
        #expect(0 <= payment.voided && payment.captured + payment.voided <= payment.authorised, "\(place): captured")
        let done = bench.rows.operations(of: payment.id).filter { $0.state == .done }
        let captured = done.filter { $0.key.kind == .capture }.reduce(0) { $0 + $1.amount }
        let isPrepaid = payment.custody == .channel
        #expect(payment.captured == captured || isPrepaid, "\(place): the operations do not add up")
        if payment.state == .authorised || payment.state == .captured {
            #expect(payment.authorised == payment.amount, "\(place): released with another amount")
        }
    }
}
