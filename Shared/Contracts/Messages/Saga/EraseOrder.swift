public import WireJSON

/// Forget who the order's customer is, in every service, as soon as the order is finished.
public struct EraseOrder: Command {
    public static let type: MessageType = "waybill.saga.order.erase.v1"

    public var actor: String
    public var reason: String

    public init(actor: String, reason: String) {
        self.actor = actor
        self.reason = reason
    }

    public init(from json: JSONNode) throws(JSONError) {
        actor = try json.decode("actor")
        reason = try json.decode("reason")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("actor", actor)
            json.write("reason", reason)
        }
    }
}
