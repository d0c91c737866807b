import OrderIntake
import Testing

@Suite("A webhook's signature")
struct WebhookSignatureTests {
    /// From the tests of Shopify's own SDK (Shopify/shopify-app-js, MIT licence).
    private let body = Array(#"{"foo": "bar"}"#.utf8)
    private let secret = "test_secret_key"
    private let signature = "B23tXN681gZ0qIWNRrgtzBE9XSDo5yaUu6wfmhu3a7g="

    @Test("is the one that Shopify's own SDK expects")
    func documented() {
        #expect(WebhookSignature.sign(body, secret: secret) == signature)
        #expect(WebhookSignature.isValid(signature, of: body, secrets: [secret]))
    }

    @Test("holds for either of two secrets during a rotation")
    func rotation() {
        #expect(WebhookSignature.isValid(signature, of: body, secrets: ["new", secret]))
        #expect(WebhookSignature.isValid(signature, of: body, secrets: [secret, "new"]))
        #expect(!WebhookSignature.isValid(signature, of: body, secrets: ["new", "newer"]))
    }

    @Test("may have a newline behind it, as Ruby writes it")
    func newline() {
        #expect(WebhookSignature.isValid(signature + "\n", of: body, secrets: [secret]))
    }

    @Test("does not hold once any bit of the body is flipped")
    func flipped() {
        for position in body.indices {
            for bit in 0..<8 {
                var changed = body
                changed[position] ^= 1 << bit
                #expect(!WebhookSignature.isValid(signature, of: changed, secrets: [secret]))
            }
        }
    }

    @Test(
        "does not hold when it is empty, short, or no base64",
        arguments: ["", "AAAA", "not base64 at all", "=", "B23t"])
    func malformed(text: String) {
        #expect(!WebhookSignature.isValid(text, of: body, secrets: [secret]))
    }

    @Test(
        "costs the same whether a shop is unknown, has a secret, or two",
        arguments: [[], [""], ["one"], ["new", "old"]])
    func constantWork(secrets: [String]) {
        let candidates = WebhookSignature.candidates(secrets)
        #expect(candidates.count == 2)
        for candidate in candidates where !candidate.isReal {
            let signature = WebhookSignature.sign(body, secret: candidate.secret)
            #expect(!WebhookSignature.isValid(signature, of: body, secrets: secrets))
        }
    }

    @Test("holds for nobody without a secret")
    func noSecret() {
        #expect(!WebhookSignature.isValid(signature, of: body, secrets: []))
        #expect(!WebhookSignature.isValid(WebhookSignature.sign(body, secret: ""), of: body, secrets: [""]))
    }
}
