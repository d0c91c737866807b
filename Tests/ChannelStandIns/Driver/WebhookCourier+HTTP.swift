import Foundation
import TestSupport

extension WebhookCourier {
    static func post(_ webhook: Webhook, to address: String) async -> Int {
        let path = webhook.path.isEmpty ? "" : "/\(webhook.path)"
        guard let url = URL(string: address + path) else { return 0 }
        do {
            return try await HTTP.post(
                url, body: webhook.body, headers: webhook.headers, patience: 30, method: webhook.method
            ).status
        } catch {
            // Nobody answered, which is all that the channel sees.
            return 0
        }
    }
}
