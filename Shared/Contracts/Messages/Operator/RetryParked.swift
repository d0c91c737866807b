public import FoundationEssentials
public import WireJSON

/// Engine: run parked messages of this service again.
public struct RetryParked: Command {
    public static let type: MessageType = "waybill.operator.park.retry.v1"

    /// Message ids; empty means every one of `type`.
    public var ids: [UUID]
    public var type: MessageType?
    public var actor: String

    public init(ids: [UUID], type: MessageType? = nil, actor: String) {
        self.ids = ids
        self.type = type
        self.actor = actor
    }

    public init(from json: JSONNode) throws(JSONError) {
        ids = try json.decode("ids")
        type = try json.decodeIfPresent("type")
        actor = try json.decode("actor")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("ids", ids)
            json.write("type", type)
            json.write("actor", actor)
        }
    }
}
