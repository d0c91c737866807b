public import WireJSON

/// Units of one order line in one parcel.
public struct ParcelLine: JSONCodable, Hashable, Sendable {
    public var lineID: String
    public var sku: String
    public var quantity: Int
    /// Units of the order line that these stand for, where that is another number: see ``AllocatedLine/units``. Known of a
    /// parcel from its label on.
    public var units: Int?

    public init(lineID: String, sku: String, quantity: Int, units: Int? = nil) {
        self.lineID = lineID
        self.sku = sku
        self.quantity = quantity
        self.units = units
    }

    /// Units of the order line.
    public var orderedUnits: Int { units ?? quantity }

    public init(from json: JSONNode) throws(JSONError) {
        lineID = try json.decode("lineId")
        sku = try json.decode("sku")
        quantity = try json.decode("quantity")
        units = try json.decodeIfPresent("units")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("lineId", lineID)
            json.write("sku", sku)
            json.write("quantity", quantity)
            json.write("units", units)
        }
    }
}
