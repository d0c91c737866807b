public import WireJSON

/// Cancel an order that is not yet released to the warehouse.
public struct CancelOrder: Command {
    public static let type: MessageType = "waybill.saga.order.cancel.v1"

    public var reason: String
    public var actor: String

    public init(reason: String, actor: String) {
        self.reason = reason
        self.actor = actor
    }

    public init(from json: JSONNode) throws(JSONError) {
        reason = try json.decode("reason")
        actor = try json.decode("actor")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("reason", reason)
            json.write("actor", actor)
        }
    }
}
