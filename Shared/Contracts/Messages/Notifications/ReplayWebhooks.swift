public import FoundationEssentials
public import WireJSON

/// Send deliveries once more, with the webhook-id that they had.
public struct ReplayWebhooks: Command {
    public static let type: MessageType = "waybill.notifications.webhook.replay.v1"

    /// All that are parked at this endpoint.
    public var endpointID: UUID?
    /// These, whatever became of them.
    public var deliveries: [UUID]
    public var actor: String

    public init(endpointID: UUID? = nil, deliveries: [UUID] = [], actor: String) {
        self.endpointID = endpointID
        self.deliveries = deliveries
        self.actor = actor
    }

    public init(from json: JSONNode) throws(JSONError) {
        endpointID = try json.decodeIfPresent("endpointId")
        deliveries = try json.decode("deliveries", default: [])
        actor = try json.decode("actor")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("endpointId", endpointID)
            json.write("deliveries", deliveries)
            json.write("actor", actor)
        }
    }
}
