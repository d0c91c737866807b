public import WireJSON

/// Make the signed link under which a customer returns what was delivered.
public struct IssueReturnLink: Command {
    public static let type: MessageType = "waybill.returns.link.v1"

    public var actor: String

    public init(actor: String) {
        self.actor = actor
    }

    public init(from json: JSONNode) throws(JSONError) {
        actor = try json.decode("actor")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("actor", actor)
        }
    }
}
