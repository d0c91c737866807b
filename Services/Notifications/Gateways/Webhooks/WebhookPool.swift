import HTTPClient

/// Posts webhooks to the shops' endpoints. Nobody inside is reached: https alone (http only to this machine, where a setting
/// allows it), and public addresses alone.
package struct WebhookPool: WebhookGateway {
    private let configuration: WebhookConfiguration
    private let pool: HTTPPool

    /// An answer that is longer is not read to its end.
    private static let bodyLimit = 65_536
    /// How much of it is shown to people.
    private static let shownLimit = 200

    package init(_ configuration: WebhookConfiguration, connections count: Int) {
        self.configuration = configuration
        pool = HTTPPool(
            HTTPConfiguration(
                reach: configuration.allowsLoopback ? .outsideAndHere : .outside, timeout: configuration.timeout,
                bodyLimit: Self.bodyLimit, refusesLongBodies: false, authorities: configuration.authorities),
            connections: count)
    }

    package func post(_ call: WebhookCall) async -> WebhookAnswer {
        // What was allowed when the endpoint was added may not be any more.
        guard WebhookAddress(call.url, allowsLoopback: configuration.allowsLoopback) != nil else {
            return WebhookAnswer(status: 0, reason: "nothing is sent to such a URL")
        }
        do {
            let answer = try await pool.send(Self.request(call))
            let taken = WebhookAnswer(status: answer.status)
            if taken.isTaken { return taken }
            let text = String(decoding: answer.body.prefix(Self.shownLimit), as: UTF8.self).singleLine
            return WebhookAnswer(status: answer.status, reason: "HTTP \(answer.status) \(text)".trimmed)
        } catch {
            return WebhookAnswer(status: 0, reason: error.message)
        }
    }

    private static func request(_ call: WebhookCall) -> HTTPCall {
        HTTPCall(
            method: "POST", url: call.url,
            headers: [
                HTTPCall.Header("content-type", "application/json"), HTTPCall.Header("user-agent", "Waybill"),
                HTTPCall.Header("webhook-id", call.id), HTTPCall.Header("webhook-timestamp", "\(call.timestamp)"),
                HTTPCall.Header("webhook-signature", call.signature),
            ],
            body: Array(call.body.utf8))
    }
}
