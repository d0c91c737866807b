/// Where webhooks are handed over to the world.
package protocol WebhookGateway: Sendable {
    /// Makes one request; the endpoint may have it even when there was no answer, which is why a repeat carries the same
    /// webhook-id.
    func post(_ call: WebhookCall) async -> WebhookAnswer
}
