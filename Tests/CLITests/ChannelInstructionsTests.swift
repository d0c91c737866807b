import OrderIntake
import Testing

@testable import WaybillCLI

@Suite("What is printed when a shop is opened")
struct ChannelInstructionsTests {
    @Test(
        "has the address and the secret for every channel that intake knows, and says it where there are no webhooks",
        arguments: ChannelDirectory.mappings.map(\.channel))
    func known(channel: String) throws {
        let lines = ChannelInstructions.webhook(of: channel, address: "http://here", secret: "hush")
        let text = lines.joined(separator: "\n")
        #expect(text.contains("http://here/pages") && text.contains("hush"))
        let mapping = try #require(ChannelDirectory.mapping(of: channel))
        let paths = ["", "orders"].map { WebhookRequest(path: $0, body: [], header: { _ in "" }) }
        let hasWebhooks = paths.contains { mapping.describe($0) != nil }
        #expect(hasWebhooks == !text.contains("Not by webhook"))
    }

    @Test("says that nothing is understood of any other")
    func unknown() {
        let lines = ChannelInstructions.webhook(of: "web", address: "http://here", secret: "hush")
        #expect(lines == ["By queue or file: webhooks of web are not understood."])
    }
}
