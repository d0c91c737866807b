public import WireJSON

/// A line as a customer reads it.
public struct SummaryLine: JSONCodable, Hashable, Sendable {
    public var title: String
    public var sku: String
    public var quantity: Int
    /// Of the whole line after its discount, in minor units.
    public var amount: Int64

    public init(title: String, sku: String, quantity: Int, amount: Int64) {
        self.title = title
        self.sku = sku
        self.quantity = quantity
        self.amount = amount
    }

    public init(from json: JSONNode) throws(JSONError) {
        title = try json.decode("title")
        sku = try json.decode("sku")
        quantity = try json.decode("quantity")
        amount = try json.decode("amount")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("title", title)
            json.write("sku", sku)
            json.write("quantity", quantity)
            json.write("amount", amount)
        }
    }
}
