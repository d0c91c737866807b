public import FoundationEssentials
public import WireJSON

/// Goods of a return are exchanged: a linked order, paid by what comes back.
public struct CreateExchange: Command {
    public static let type: MessageType = "waybill.intake.exchange.create.v1"

    public var returnID: UUID
    public var originalOrderID: UUID
    /// Of kind `exchange`, paid by `credit`. Its id is the one that the order gets.
    public var order: Order

    public init(returnID: UUID, originalOrderID: UUID, order: Order) {
        self.returnID = returnID
        self.originalOrderID = originalOrderID
        self.order = order
    }

    public init(from json: JSONNode) throws(JSONError) {
        returnID = try json.decode("returnId")
        originalOrderID = try json.decode("originalOrderId")
        order = try json.decode("order")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("returnId", returnID)
            json.write("originalOrderId", originalOrderID)
            json.write("order", order)
        }
    }
}
