public import FoundationEssentials
public import WireJSON

/// What became of a request about webhooks.
public struct WebhookAnswered: Answer {
    public static let type: MessageType = "waybill.notifications.webhook.answered.v1"

    public var accepted: Bool
    public var endpointID: UUID?
    /// How many will be sent once more.
    public var deliveries: Int
    public var reason: Reason?

    public init(accepted: Bool, endpointID: UUID? = nil, deliveries: Int = 0, reason: Reason? = nil) {
        self.accepted = accepted
        self.endpointID = endpointID
        self.deliveries = deliveries
        self.reason = reason
    }

    public init(from json: JSONNode) throws(JSONError) {
        accepted = try json.decode("accepted")
        endpointID = try json.decodeIfPresent("endpointId")
        deliveries = try json.decode("deliveries", default: 0)
        reason = try json.decodeIfPresent("reason")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("accepted", accepted)
            json.write("endpointId", endpointID)
            json.write("deliveries", deliveries)
            json.write("reason", reason)
        }
    }
}
