public import WireJSON

/// Units of one order line that come back, and why.
public struct ReturnLine: JSONCodable, Hashable, Sendable {
    public var lineID: String
    public var quantity: Int
    /// A code, such as `damaged` or `too_small`.
    public var reason: String
    /// As the customer says, such as `unopened`.
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
