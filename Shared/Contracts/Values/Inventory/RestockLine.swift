public import WireJSON

/// Units that came back, and what inspection decided of them.
public struct RestockLine: JSONCodable, Hashable, Sendable {
    public var sku: String
    public var quantity: Int
    /// `restock`, `quarantine` or `write_off`.
    public var disposition: String

    public init(sku: String, quantity: Int, disposition: String) {
        self.sku = sku
        self.quantity = quantity
        self.disposition = disposition
    }

    public init(from json: JSONNode) throws(JSONError) {
        sku = try json.decode("sku")
        quantity = try json.decode("quantity")
        disposition = try json.decode("disposition")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("sku", sku)
            json.write("quantity", quantity)
            json.write("disposition", disposition)
        }
    }
}
