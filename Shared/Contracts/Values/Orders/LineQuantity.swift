public import WireJSON

/// Some units of one order line.
public struct LineQuantity: JSONCodable, Hashable, Sendable {
    public var lineID: String
    public var quantity: Int

    public init(lineID: String, quantity: Int) {
        self.lineID = lineID
        self.quantity = quantity
    }

    public init(from json: JSONNode) throws(JSONError) {
        lineID = try json.decode("lineId")
        quantity = try json.decode("quantity")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("lineId", lineID)
            json.write("quantity", quantity)
        }
    }
}
