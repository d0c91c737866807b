public import WireJSON

/// Goods that are wanted in exchange.
public struct ExchangeLine: JSONCodable, Hashable, Sendable {
    public var sku: String
    public var title: String?
    public var quantity: Int
    /// Of one unit with tax, in minor units; the price of what comes back when it is left out.
    public var unitPrice: Int64?

    public init(sku: String, title: String? = nil, quantity: Int, unitPrice: Int64? = nil) {
        self.sku = sku
        self.title = title
        self.quantity = quantity
        self.unitPrice = unitPrice
    }

    public init(from json: JSONNode) throws(JSONError) {
        sku = try json.decode("sku")
        title = try json.decodeIfPresent("title")
        quantity = try json.decode("quantity")
        unitPrice = try json.decodeIfPresent("unitPrice")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("sku", sku)
            json.write("title", title)
            json.write("quantity", quantity)
            json.write("unitPrice", unitPrice)
        }
    }
}
