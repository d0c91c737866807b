public import FoundationEssentials
public import WireJSON

/// What received units are like and what is done with them.
public struct InspectReturn: Command {
    public static let type: MessageType = "waybill.returns.inspect.v1"

    public var returnID: UUID
    public var actor: String
    public var lines: [InspectedLine]

    public init(returnID: UUID, actor: String, lines: [InspectedLine]) {
        self.returnID = returnID
        self.actor = actor
        self.lines = lines
    }

    public init(from json: JSONNode) throws(JSONError) {
        returnID = try json.decode("returnId")
        actor = try json.decode("actor")
        lines = try json.decode("lines")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("returnId", returnID)
            json.write("actor", actor)
            json.write("lines", lines)
        }
    }
}
