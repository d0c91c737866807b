public import WireJSON

/// An order is taken: from here on it is never lost.
public struct OrderAccepted: Event {
    public static let type: MessageType = "waybill.intake.order.accepted.v1"

    public var order: Order

    public init(order: Order) {
        self.order = order
    }

    public init(from json: JSONNode) throws(JSONError) {
        order = try json.decode("order")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("order", order)
        }
    }
}
