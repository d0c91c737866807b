public import FoundationEssentials
public import WireJSON

/// Units of an order line that an allocation no longer has, such as after a count.
public struct WithdrawnUnits: JSONCodable, Hashable, Sendable {
    /// Of the allocation that had them; nil when it was never told of.
    public var allocationID: UUID?
    /// The site's code.
    public var site: String
    public var lineID: String
    public var sku: String
    /// Of the article.
    public var quantity: Int
    /// Of the order line: fewer than `quantity` for a kit's component.
    public var units: Int

    public init(allocationID: UUID?, site: String, lineID: String, sku: String, quantity: Int, units: Int) {
        self.allocationID = allocationID
        self.site = site
        self.lineID = lineID
        self.sku = sku
        self.quantity = quantity
        self.units = units
    }

    public init(from json: JSONNode) throws(JSONError) {
        allocationID = try json.decodeIfPresent("allocationId")
        site = try json.decode("site")
        lineID = try json.decode("lineId")
        sku = try json.decode("sku")
        quantity = try json.decode("quantity")
        units = try json.decode("units")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("allocationId", allocationID)
            json.write("site", site)
            json.write("lineId", lineID)
            json.write("sku", sku)
            json.write("quantity", quantity)
            json.write("units", units)
        }
    }
}
