public import WireJSON

/// Money for units of one order line: what they cost, or what is given back for them.
public struct LineAmount: JSONCodable, Hashable, Sendable {
    public var lineID: String
    public var quantity: Int
    /// Minor units, with the line's share of tax, discount and charges.
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
