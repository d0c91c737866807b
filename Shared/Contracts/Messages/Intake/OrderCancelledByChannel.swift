public import WireJSON

/// The storefront cancelled an order.
public struct OrderCancelledByChannel: Event {
    public static let type: MessageType = "waybill.intake.order.cancelled.v1"

    public var reason: String
    public var at: Timestamp

    public init(reason: String, at: Timestamp) {
        self.reason = reason
        self.at = at
    }

    public init(from json: JSONNode) throws(JSONError) {
        reason = try json.decode("reason")
        at = try json.decode("at")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("reason", reason)
            json.write("at", at)
        }
    }
}
