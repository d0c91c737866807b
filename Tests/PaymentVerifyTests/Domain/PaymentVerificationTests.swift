import Contracts
import Testing

@testable import PaymentVerify

@Suite("Verification")
struct PaymentVerificationTests {
    private let order = PaymentVerification.Expectation(
        amount: 4200, currency: Demo.euro, payerName: "Ana  Kaya", payerEmail: "ana@example.com")

    private func code(_ stated: PaymentVerification.Statement) -> String? {
        PaymentVerification.mismatch(of: stated, with: order)?.code
    }

    @Test("What is as the order says, or is not said, passes")
    func passes() {
        #expect(code(.init()) == nil)
        #expect(
            code(
                .init(
                    amount: 4200, currency: Demo.euro, payerName: "ANA KAYA ", payerEmail: "Ana@Example.com")) == nil)
    }

    @Test("A hundredth, another currency and another payer do not")
    func mismatches() {
        #expect(code(.init(amount: 4199)) == "amount_mismatch")
        #expect(code(.init(amount: 4201)) == "amount_mismatch")
        #expect(code(.init(amount: 4200, currency: Currency(rawValue: "USD"))) == "currency_mismatch")
        #expect(code(.init(payerEmail: "bob@example.com")) == "payer_mismatch")
        #expect(code(.init(payerName: "Bob")) == "payer_mismatch")
    }
}
