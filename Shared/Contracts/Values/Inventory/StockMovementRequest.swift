public import WireJSON

/// Units to book into or out of a site.
public struct StockMovementRequest: JSONCodable, Hashable, Sendable {
    public var site: String
    public var sku: String
    public var bin: String?
    /// Positive in, negative out.
    public var quantity: Int

    public init(site: String, sku: String, bin: String? = nil, quantity: Int) {
        self.site = site
        self.sku = sku
        self.bin = bin
        self.quantity = quantity
    }

    public init(from json: JSONNode) throws(JSONError) {
        site = try json.decode("site")
        sku = try json.decode("sku")
        bin = try json.decodeIfPresent("bin")
        quantity = try json.decode("quantity")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("site", site)
            json.write("sku", sku)
            json.write("bin", bin)
            json.write("quantity", quantity)
        }
    }
}
