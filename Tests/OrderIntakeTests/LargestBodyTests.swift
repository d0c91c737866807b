import Contracts
import FoundationEssentials
import OrderIntake
import Testing
import WireJSON

@testable import ServiceKit

@Suite("The largest body that may be taken")
struct LargestBodyTests {
    @Test("can be kept, kept again for another try, and read")
    func fits() throws {
        let body =
            Array("{\"note\":\"".utf8) + [UInt8](repeating: 97, count: Setting.largestBody - 11) + Array("\"}".utf8)
        #expect(body.count == Setting.largestBody)
        let shop = String(repeating: "s", count: 64)
        let message = ReceiveWebhook(
            channel: "shopify", shop: shop, topic: String(repeating: "t", count: 100),
            deliveryID: String(repeating: "d", count: 255), body: Data(body).base64EncodedString())
        let envelope = Envelope(
            id: .v5("large"), source: "/test", type: ReceiveWebhook.type, time: Orders.now, channel: "shopify/\(shop)",
            data: message.jsonBytes)
        #expect(try ReceivedMessage(local: envelope).payload(Webhook.self).body == body)
        let kept = try ReceivedMessage(parsing: envelope.jsonBytes).payload(Webhook.self)
        guard case .success = kept.content else {
            Issue.record("a body within the limit cannot be read")
            return
        }
    }

    @Test("is the most that http.body.limit may say")
    func setting() throws {
        let flag = "--http-body-limit"
        _ = try Settings.load(Setting.process, arguments: [flag, "\(Setting.largestBody)"], environment: [:])
        let error = #expect(throws: SettingsError.self) {
            try Settings.load(Setting.process, arguments: [flag, "\(Setting.largestBody + 1)"], environment: [:])
        }
        #expect(error?.problems.map(\.setting) == ["http.body.limit"])
    }
}
