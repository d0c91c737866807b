public import WireJSON

/// A webhook whose signature was right, as it came in; intake sends it to itself so that it is kept before it is
/// answered.
public struct ReceiveWebhook: Command {
    public static let type: MessageType = "waybill.intake.webhook.receive.v1"

    public var channel: String
    public var shop: String
    public var topic: String
    public var deliveryID: String?
    public var triggeredAt: Timestamp?
    /// The raw body, base64.
    public var body: String

    public init(
        channel: String, shop: String, topic: String, deliveryID: String? = nil, triggeredAt: Timestamp? = nil,
        body: String
    ) {
        self.channel = channel
        self.shop = shop
        self.topic = topic
        self.deliveryID = deliveryID
        self.triggeredAt = triggeredAt
        self.body = body
    }

    public init(from json: JSONNode) throws(JSONError) {
        channel = try json.decode("channel")
        shop = try json.decode("shop")
        topic = try json.decode("topic")
        deliveryID = try json.decodeIfPresent("deliveryId")
        triggeredAt = try json.decodeIfPresent("triggeredAt")
        body = try json.decode("body")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("channel", channel)
            json.write("shop", shop)
            json.write("topic", topic)
            json.write("deliveryId", deliveryID)
            json.write("triggeredAt", triggeredAt)
            json.write("body", body)
        }
    }
}
