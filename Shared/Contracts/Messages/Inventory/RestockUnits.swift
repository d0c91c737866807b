public import FoundationEssentials
public import WireJSON

/// Book what came back and was inspected: stock rises by this and by goods in alone.
public struct RestockUnits: Command {
    public static let type: MessageType = "waybill.inventory.restock.v1"

    public var returnID: UUID
    /// Tells the receipts of one return apart.
    public var ordinal: Int
    public var site: String
    public var lines: [RestockLine]

    public init(returnID: UUID, ordinal: Int, site: String, lines: [RestockLine]) {
        self.returnID = returnID
        self.ordinal = ordinal
        self.site = site
        self.lines = lines
    }

    public init(from json: JSONNode) throws(JSONError) {
        returnID = try json.decode("returnId")
        ordinal = try json.decode("ordinal")
        site = try json.decode("site")
        lines = try json.decode("lines")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("returnId", returnID)
            json.write("ordinal", ordinal)
            json.write("site", site)
            json.write("lines", lines)
        }
    }
}
