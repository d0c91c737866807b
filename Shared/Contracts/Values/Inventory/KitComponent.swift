public import WireJSON

/// An article that is part of a kit.
public struct KitComponent: JSONCodable, Hashable, Sendable {
    public var sku: String
    /// Units in one kit.
    public var quantity: Int

    public init(sku: String, quantity: Int) {
        self.sku = sku
        self.quantity = quantity
    }

    public init(from json: JSONNode) throws(JSONError) {
        sku = try json.decode("sku")
        quantity = try json.decode("quantity")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("sku", sku)
            json.write("quantity", quantity)
        }
    }
}
