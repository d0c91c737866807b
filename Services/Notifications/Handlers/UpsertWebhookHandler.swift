import Contracts
import FoundationEssentials
import Messaging

/// A shop's endpoint is added, changed or switched off.
enum UpsertWebhookHandler: MessageHandler {
    typealias Store = NotificationsStore

    static func keys(of message: UpsertWebhook, _ envelope: Envelope, into keys: inout NotificationsStore.Keys) {
        keys.endpoints.insert(
            WebhookEndpoint.id(channel: message.channel, shop: message.shop, name: message.name))
    }

    static func handle(
        _ message: UpsertWebhook, _ context: HandlerContext, _ rows: inout NotificationsStore.Rows,
        _ out: inout Outcome
    ) throws {
        let id = WebhookEndpoint.id(channel: message.channel, shop: message.shop, name: message.name)
        let known = rows.endpoints[id]
        if let reason = complaint(message, known, rows) {
            return out.reply(WebhookAnswered(accepted: false, reason: reason), to: context.command)
        }
        // A change that names no secret keeps those there are.
        rows.endpoints[id] = WebhookEndpoint(
            channel: message.channel, shop: message.shop, name: message.name, url: message.url,
            secrets: message.secrets.isEmpty ? known?.secrets ?? [] : message.secrets, events: message.events,
            isActive: message.isActive, actor: message.actor, version: (known?.version ?? 0) + 1)
        out.reply(WebhookAnswered(accepted: true, endpointID: id), to: context.command)
    }

    private static func complaint(
        _ message: UpsertWebhook, _ known: WebhookEndpoint?, _ rows: NotificationsStore.Rows
    ) -> Reason? {
        guard Storefront(channel: message.channel, shop: message.shop) != nil,
            (1...64).contains(message.name.utf8.count)
        else {
            return Reason(
                code: "invalid_shop", path: "$.shop", message: "channel and shop are words of a-z, 0-9, - and _")
        }
        guard WebhookAddress(message.url, allowsLoopback: rows.allowsLoopback) != nil else {
            return Reason(
                code: "invalid_url", path: "$.url",
                message: "https with a host and without user or fragment"
                    + (rows.allowsLoopback ? "; http to this machine" : ""))
        }
        guard message.secrets.count <= 3, message.secrets.allSatisfy({ WebhookSecret($0) != nil }) else {
            return Reason(
                code: "invalid_secret", path: "$.secrets", message: "whsec_ and base64 of 24 to 64 bytes, at most three"
            )
        }
        guard known != nil || !message.secrets.isEmpty else {
            return Reason(code: "no_secret", path: "$.secrets", message: "a new endpoint needs a secret")
        }
        guard message.events.count <= 50, message.events.allSatisfy({ (1...100).contains($0.utf8.count) }) else {
            return Reason(code: "invalid_events", path: "$.events", message: "at most 50 types of events")
        }
        return nil
    }
}
