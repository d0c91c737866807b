public import FoundationEssentials
public import WireJSON

/// Refuse a requested return; its units stay delivered.
public struct DeclineReturn: Command {
    public static let type: MessageType = "waybill.returns.decline.v1"

    public var returnID: UUID
    public var actor: String
    /// The customer reads it.
    public var reason: String

    public init(returnID: UUID, actor: String, reason: String) {
        self.returnID = returnID
        self.actor = actor
        self.reason = reason
    }

    public init(from json: JSONNode) throws(JSONError) {
        returnID = try json.decode("returnId")
        actor = try json.decode("actor")
        reason = try json.decode("reason")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("returnId", returnID)
            json.write("actor", actor)
            json.write("reason", reason)
        }
    }
}
