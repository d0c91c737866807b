public import WireJSON

/// A line that the stock cannot cover.
public struct ShortLine: JSONCodable, Hashable, Sendable {
    public var lineID: String
    public var sku: String
    public var requested: Int
    /// Over all sites that may send it.
    public var available: Int

    public init(lineID: String, sku: String, requested: Int, available: Int) {
        self.lineID = lineID
        self.sku = sku
        self.requested = requested
        self.available = available
    }

    public init(from json: JSONNode) throws(JSONError) {
        lineID = try json.decode("lineId")
        sku = try json.decode("sku")
        requested = try json.decode("requested")
        available = try json.decode("available")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("lineId", lineID)
            json.write("sku", sku)
            json.write("requested", requested)
            json.write("available", available)
        }
    }
}
