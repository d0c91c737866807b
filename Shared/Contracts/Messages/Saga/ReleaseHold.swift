public import WireJSON

/// An operator lets a held order go on: the step that failed is tried again.
public struct ReleaseHold: Command {
    public static let type: MessageType = "waybill.saga.hold.release.v1"

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
