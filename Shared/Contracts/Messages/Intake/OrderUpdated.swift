public import WireJSON

/// The storefront sent newer content of an order that is known.
public struct OrderUpdated: Event {
    public static let type: MessageType = "waybill.intake.order.updated.v1"

    /// The whole of it, as it now reads.
    public var order: Order
    /// The JSON paths whose values differ.
    public var changed: [String]

    public init(order: Order, changed: [String]) {
        self.order = order
        self.changed = changed
    }

    public init(from json: JSONNode) throws(JSONError) {
        order = try json.decode("order")
        changed = try json.decode("changed")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("order", order)
            json.write("changed", changed)
        }
    }
}
