public import FoundationEssentials
public import WireJSON

/// Engine: give parked messages up, with a reason that is kept.
public struct DiscardParked: Command {
    public static let type: MessageType = "waybill.operator.park.discard.v1"

    /// Message ids.
    public var ids: [UUID]
    public var reason: String
    public var actor: String

    public init(ids: [UUID], reason: String, actor: String) {
        self.ids = ids
        self.reason = reason
        self.actor = actor
    }

    public init(from json: JSONNode) throws(JSONError) {
        ids = try json.decode("ids")
        reason = try json.decode("reason")
        actor = try json.decode("actor")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("ids", ids)
            json.write("reason", reason)
            json.write("actor", actor)
        }
    }
}
