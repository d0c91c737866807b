import Contracts
import OrderIntake
import Testing

@testable import WaybillCLI

@Suite("What is printed when a shop is opened")
struct ChannelInstructionsTests {
    @Test(
        "has the address and the secret for every channel that intake knows, and says it where there are no webhooks",
        arguments: ChannelDirectory.mappings.map(\.channel))
    func known(channel: String) throws {
        let shop = try #require(Storefront(channel: channel, shop: "main"))
        let lines = ChannelInstructions.lines(for: shop, intake: "http://here", secret: "hush")
        let text = lines.joined(separator: "\n")
        let mapping = try #require(ChannelDirectory.mapping(of: channel))
        #expect(text.contains("http://here/webhooks/\(mapping.addressName)/main/pages") && text.contains("hush"))
        let paths = ["", "orders"].map { WebhookRequest(path: $0, body: [], header: { _ in "" }) }
        let hasWebhooks = paths.contains { mapping.describe($0) != nil }
        #expect(hasWebhooks == !text.contains("Not by webhook"))
    }

    @Test("says where a shop of one's own sends its orders, and that its webhooks are not understood")
    func own() throws {
        let shop = try #require(Storefront(channel: "web", shop: "main"))
        let text = ChannelInstructions.lines(for: shop, intake: "http://here", secret: "hush").joined(separator: "\n")
        for part in ["http://here/v1/orders", "http://here/v1/openapi.json", "web/main", "hush"] {
            #expect(text.contains(part))
        }
        #expect(text.contains("Webhooks of web are not understood") && !text.contains("/webhooks/"))
    }
}
