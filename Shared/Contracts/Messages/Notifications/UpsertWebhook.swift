public import WireJSON

/// Tell an address of a shop's own about its orders and returns, or stop to.
public struct UpsertWebhook: Command {
    public static let type: MessageType = "waybill.notifications.webhook.upsert.v1"

    public var channel: String
    public var shop: String
    /// Tells several endpoints of one shop apart.
    public var name: String
    /// https; http only for this machine and where a setting allows it.
    public var url: String
    /// `whsec_` and base64 of 24 to 64 bytes, newest first; several during a rotation. None keeps those there are.
    public var secrets: [String]
    /// Such as `order.shipped` or `return.*`; none means all.
    public var events: [String]
    public var isActive: Bool
    public var actor: String

    public init(
        channel: String, shop: String, name: String = "default", url: String, secrets: [String] = [],
        events: [String] = [], isActive: Bool = true, actor: String
    ) {
        self.channel = channel
        self.shop = shop
        self.name = name
        self.url = url
        self.secrets = secrets
        self.events = events
        self.isActive = isActive
        self.actor = actor
    }

    public init(from json: JSONNode) throws(JSONError) {
        channel = try json.decode("channel")
        shop = try json.decode("shop")
        name = try json.decode("name", default: "default")
        url = try json.decode("url")
        secrets = try json.decode("secrets", default: [])
        events = try json.decode("events", default: [])
        isActive = try json.decode("isActive", default: true)
        actor = try json.decode("actor")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("channel", channel)
            json.write("shop", shop)
            json.write("name", name)
            json.write("url", url)
            json.write("secrets", secrets)
            json.write("events", events)
            json.write("isActive", isActive)
            json.write("actor", actor)
        }
    }
}
