public import FoundationEssentials
public import WireJSON

/// Units of a return arrived at a site; a return may come in parts.
public struct ReceiveReturn: Command {
    public static let type: MessageType = "waybill.returns.receive.v1"

    public var returnID: UUID
    public var site: String
    public var actor: String
    public var lines: [LineQuantity]

    public init(returnID: UUID, site: String, actor: String, lines: [LineQuantity]) {
        self.returnID = returnID
        self.site = site
        self.actor = actor
        self.lines = lines
    }

    public init(from json: JSONNode) throws(JSONError) {
        returnID = try json.decode("returnId")
        site = try json.decode("site")
        actor = try json.decode("actor")
        lines = try json.decode("lines")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("returnId", returnID)
            json.write("site", site)
            json.write("actor", actor)
            json.write("lines", lines)
        }
    }
}
