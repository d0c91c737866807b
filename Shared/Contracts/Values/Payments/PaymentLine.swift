public import WireJSON

/// What the units of one order line cost, with their share of tax and discount: no more than that is ever given back
/// for it.
public struct PaymentLine: JSONCodable, Hashable, Sendable {
    public var lineID: String
    public var quantity: Int
    /// Minor units.
    public var amount: Int64

    public init(lineID: String, quantity: Int, amount: Int64) {
        self.lineID = lineID
        self.quantity = quantity
        self.amount = amount
    }

    public init(from json: JSONNode) throws(JSONError) {
        lineID = try json.decode("lineId")
        quantity = try json.decode("quantity")
        amount = try json.decode("amount")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("lineId", lineID)
            json.write("quantity", quantity)
            json.write("amount", amount)
        }
    }
}
