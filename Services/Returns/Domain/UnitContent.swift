import WireJSON

/// So many of one article in one unit of a kit.
package struct UnitContent: JSONCodable, Hashable, Sendable {
    package var sku: String
    package var quantity: Int

    package init(sku: String, quantity: Int) {
        self.sku = sku
        self.quantity = quantity
    }

    package init(from json: JSONNode) throws(JSONError) {
        sku = try json.decode("sku")
        quantity = try json.decode("quantity")
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("sku", sku)
            json.write("quantity", quantity)
        }
    }
}
