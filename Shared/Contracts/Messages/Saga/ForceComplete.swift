public import WireJSON

/// An operator ends an order as it stands: whatever is open is skipped, nothing more is asked for or undone.
public struct ForceComplete: Command {
    public static let type: MessageType = "waybill.saga.order.force_complete.v1"

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
