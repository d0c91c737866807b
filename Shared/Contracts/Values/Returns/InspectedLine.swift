public import WireJSON

/// What became of some units that came back.
public struct InspectedLine: JSONCodable, Hashable, Sendable {
    public var lineID: String
    public var quantity: Int
    public var disposition: ReturnDisposition
    /// For the file; the customer does not read it.
    public var note: String?

    public init(lineID: String, quantity: Int, disposition: ReturnDisposition, note: String? = nil) {
        self.lineID = lineID
        self.quantity = quantity
        self.disposition = disposition
        self.note = note
    }

    public init(from json: JSONNode) throws(JSONError) {
        lineID = try json.decode("lineId")
        quantity = try json.decode("quantity")
        disposition = try json.decode("disposition")
        note = try json.decodeIfPresent("note")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("lineId", lineID)
            json.write("quantity", quantity)
            json.write("disposition", disposition)
            json.write("note", note)
        }
    }
}
