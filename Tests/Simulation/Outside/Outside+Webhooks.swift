import Contracts
import FoundationEssentials
import Notifications
import WireJSON

extension Outside {
    /// The shop's endpoint: it takes most, is down for days in some runs, and tells webhooks apart by their ids.
    func webhook(_ json: JSONNode, _ key: String, in world: World) throws -> Reply {
        let call = try WebhookCall(from: json)
        let day: Int64 = 86_400_000_000
        let isDown = world.now < World.start + 5 * day && world.chance.unit(.webhook, 1) < Self.downInRuns
        let draw = world.chance.unit(.webhook, key.identity)
        if isDown || draw < 0.1 { return .answer(WebhookAnswer(status: 503, reason: "HTTP 503").jsonBytes) }
        // Of what was taken and not confirmed, nobody knows.
        if draw < 0.15, lostOnce.insert(key).inserted { return .lost }
        let id = world.mutatedWebhookID(call.id, key)
        if let known = webhooks[id] {
            if known.body != call.body { world.violate("A4: webhook \(id) came again with another body") }
            webhooks[id]?.count += 1
        } else {
            webhooks[id] = Webhook(place: webhooks.count, body: call.body)
        }
        return .answer(WebhookAnswer(status: 204).jsonBytes)
    }

    /// In this part of all runs.
    private static let downInRuns = 0.15
}
