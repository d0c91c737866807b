import CCrypto
import Foundation

/// A storefront's platform that calls our webhook, signing as its documents say.
package struct WebhookSender {
    package enum Platform: String, Sendable {
        case shopify, woocommerce
    }

    package let platform: Platform
    package let shop: String
    package let secret: String
    /// Where order-intake listens.
    package let port: Int
    /// How long an answer is waited for, in seconds.
    package let patience: Double

    package init(platform: Platform, shop: String, secret: String, port: Int, patience: Double = 180) {
        self.platform = platform
        self.shop = shop
        self.secret = secret
        self.port = port
        self.patience = patience
    }

    /// - Parameters:
    ///   - topic: such as `orders/create` or `order.created`.
    ///   - event: the platform's id of what happened, the same in a repeat.
    ///   - signature: another than the right one; empty for none.
    /// - Returns: the status that the platform sees.
    package func send(_ body: String, topic: String, event: String? = nil, signature: String? = nil) async throws -> Int
    {
        try await send(Array(body.utf8), topic: topic, event: event, signature: signature)
    }

    package func send(
        _ body: [UInt8], topic: String, event: String? = nil, signature: String? = nil
    ) async throws -> Int {
        let (signatureHeader, topicHeader) =
            platform == .shopify
            ? ("X-Shopify-Hmac-Sha256", "X-Shopify-Topic") : ("X-WC-Webhook-Signature", "X-WC-Webhook-Topic")
        var headers = ["Content-Type": "application/json", topicHeader: topic]
        let signature = signature ?? sign(body)
        if !signature.isEmpty { headers[signatureHeader] = signature }
        if let event { headers["X-Shopify-Event-Id"] = event }
        guard let url = URL(string: "http://127.0.0.1:\(port)/webhooks/\(platform.rawValue)/\(shop)") else { return 0 }
        return try await HTTP.post(url, body: body, headers: headers, patience: patience).status
    }

    /// Both platforms: base64 of HMAC-SHA256 with the shop's secret over the raw body.
    package func sign(_ body: [UInt8]) -> String {
        let key = Array(secret.utf8)
        var code = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 0
        _ = HMAC(EVP_sha256(), key, Int32(key.count), body, body.count, &code, &length)
        return Data(code).base64EncodedString()
    }
}
