public import WireJSON

/// Units of one order line in one parcel.
public struct ParcelLine: JSONCodable, Hashable, Sendable {
    public var lineID: String
    public var sku: String
    public var quantity: Int

    public init(lineID: String, sku: String, quantity: Int) {
        self.lineID = lineID
        self.sku = sku
        self.quantity = quantity
    }

    public init(from json: JSONNode) throws(JSONError) {
        lineID = try json.decode("lineId")
        sku = try json.decode("sku")
        quantity = try json.decode("quantity")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("lineId", lineID)
            json.write("sku", sku)
            json.write("quantity", quantity)
        }
    }
}
