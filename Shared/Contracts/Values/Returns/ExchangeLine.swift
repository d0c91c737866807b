public import WireJSON

/// What the customer wants instead.
public struct ExchangeLine: JSONCodable, Hashable, Sendable {
    public var sku: String
    public var quantity: Int
    public var title: String?
    /// In minor units; without it the replacement costs what was paid for what comes back.
    public var unitPrice: Int64?

    public init(sku: String, quantity: Int, title: String? = nil, unitPrice: Int64? = nil) {
        self.sku = sku
        self.quantity = quantity
        self.title = title
        self.unitPrice = unitPrice
    }

    public init(from json: JSONNode) throws(JSONError) {
        sku = try json.decode("sku")
        quantity = try json.decode("quantity")
        title = try json.decodeIfPresent("title")
        unitPrice = try json.decodeIfPresent("unitPrice")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("sku", sku)
            json.write("quantity", quantity)
            json.write("title", title)
            json.write("unitPrice", unitPrice)
        }
    }
}
