public import WireJSON

/// Units of an article at a site.
public struct AllocatedUnits: JSONCodable, Hashable, Sendable {
    /// The site's code.
    public var site: String
    public var sku: String
    public var quantity: Int

    public init(site: String, sku: String, quantity: Int) {
        self.site = site
        self.sku = sku
        self.quantity = quantity
    }

    public init(from json: JSONNode) throws(JSONError) {
        site = try json.decode("site")
        sku = try json.decode("sku")
        quantity = try json.decode("quantity")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("site", site)
            json.write("sku", sku)
            json.write("quantity", quantity)
        }
    }
}
