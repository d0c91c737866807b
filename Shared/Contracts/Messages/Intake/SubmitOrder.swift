public import WireJSON

/// A storefront hands an order over. The only message that comes from outside; everything wrong with it is answered
/// at once.
public struct SubmitOrder: Command {
    public static let type: MessageType = "waybill.intake.order.submit.v1"

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
