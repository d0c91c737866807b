import Contracts
import Testing

@Suite("Card numbers where a token should be")
struct CardNumberInReferenceTests {
    @Test(
        "Are found with and without separators, in any issuer's range",
        arguments: [
            "4111111111111111", "4111 1111 1111 1111", "card: 5555-5555-5555-4444.", "378282246310005",
            "30569309025904",
            "6011111111111117", "3530111333300000", "2223003122003222", "(4012888888881881)", "9792000000000003",
        ])
    func found(text: String) {
        #expect(CardNumber.isPresent(inReference: text))
    }

    @Test(
        "Are not seen in tokens, references and ids",
        arguments: [
            "tok_ok", "4111111111111112", "4111111111111", "pi_3MtwBwLkdIwHu7ix28a3tqPa", "ch4111111111111111",
            "41111111",
            "1234567890123456", "", "+49 170 1234567", "sbx-5b1e0a6c-2f57-5d1b-9d3e-776179626969",
            "41111111111111111111",
        ])
    func notFound(text: String) {
        #expect(!CardNumber.isPresent(inReference: text))
    }

    @Test("Nothing is in nothing")
    func absent() {
        #expect(!CardNumber.isPresent(inReference: nil))
    }
}
