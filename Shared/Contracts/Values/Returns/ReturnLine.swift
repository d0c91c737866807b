public import WireJSON

/// Units of an order line that the customer wants to send back, and why.
public struct ReturnLine: JSONCodable, Hashable, Sendable {
    public var lineID: String
    public var quantity: Int
    /// Such as `too_small`, `damaged`, `changed_mind`: a code of the policy.
    public var reason: String
    /// Such as `unopened`, `opened`, `damaged`: a code of the policy.
    public var condition: String?

    public init(lineID: String, quantity: Int, reason: String, condition: String? = nil) {
        self.lineID = lineID
        self.quantity = quantity
        self.reason = reason
        self.condition = condition
    }

    public init(from json: JSONNode) throws(JSONError) {
        lineID = try json.decode("lineId")
        quantity = try json.decode("quantity")
        reason = try json.decode("reason")
        condition = try json.decodeIfPresent("condition")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("lineId", lineID)
            json.write("quantity", quantity)
            json.write("reason", reason)
            json.write("condition", condition)
        }
    }
}
