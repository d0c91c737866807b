import ChannelStandIns
import OrderIntake
import Testing

@Suite("How a stand-in shows who it is")
struct SignatureTests {
    @Test("the platform's own example of a signature comes out")
    func example() {
        #expect(
            Signing.hmac(Array(#"{"foo": "bar"}"#.utf8), secret: "test_secret_key")
                == "B23tXN681gZ0qIWNRrgtzBE9XSDo5yaUu6wfmhu3a7g=")
        #expect(Signing.basic("Aladdin", "open sesame") == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
    }

    @Test("what Shopify and WooCommerce send is signed over its very bytes", arguments: ["shopify", "woocommerce"])
    func webhooks(channel: String) async throws {
        let dialect = try #require(Dialects.all.first { $0.channel == channel })
        let standIn = await HandClock().standIn(dialect)
        _ = await standIn.place([("SKU-1", 2)])
        let webhook = try #require(await standIn.takeWebhooks().first)
        let signature =
            webhook.headers["X-Shopify-Hmac-Sha256"] ?? webhook.headers["X-WC-Webhook-Signature"] ?? ""
        #expect(WebhookSignature.isValid(signature, of: webhook.body, secrets: ["hush-\(channel)"]))
        #expect(!WebhookSignature.isValid(signature, of: webhook.body + [32], secrets: ["hush-\(channel)"]))
    }
}
