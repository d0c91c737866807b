public import FoundationEssentials
public import WireJSON

/// Let a requested return go ahead.
public struct ApproveReturn: Command {
    public static let type: MessageType = "waybill.returns.approve.v1"

    public var returnID: UUID
    public var actor: String
    public var reason: String?

    public init(returnID: UUID, actor: String, reason: String? = nil) {
        self.returnID = returnID
        self.actor = actor
        self.reason = reason
    }

    public init(from json: JSONNode) throws(JSONError) {
        returnID = try json.decode("returnId")
        actor = try json.decode("actor")
        reason = try json.decodeIfPresent("reason")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("returnId", returnID)
            json.write("actor", actor)
            json.write("reason", reason)
        }
    }
}
