import FoundationEssentials
import Messaging
import WireJSON

/// Sends one attempt. What it comes to is an answer in any case: a delivery decides by itself when it is tried again.
package struct WebhookEffect: EffectPerformer {
    private let gateway: any WebhookGateway
    package let concurrency: Int

    package init(gateway: any WebhookGateway, concurrency: Int) {
        self.gateway = gateway
        self.concurrency = concurrency
    }

    package func perform(_ call: EffectCall) async throws -> [UInt8] {
        await gateway.post(try WebhookCall(from: call.request)).jsonBytes
    }
}
