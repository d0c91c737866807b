public import WireJSON

/// The storefront has given money back itself.
public struct RefundedByChannel: Event {
    public static let type: MessageType = "waybill.intake.order.refunded.v1"

    /// The storefront's id of the refund.
    public var externalRefundID: String
    /// Minor units of the order's currency.
    public var amount: Int64
    /// Units that the customer does not get, or brings back; empty for money alone.
    public var lines: [LineQuantity]
    /// Whether the storefront puts them back on its own shelf.
    public var restock: Bool
    /// When, where the storefront says so.
    public var at: Timestamp?

    public init(
        externalRefundID: String, amount: Int64, lines: [LineQuantity], restock: Bool, at: Timestamp? = nil
    ) {
        self.externalRefundID = externalRefundID
        self.amount = amount
        self.lines = lines
        self.restock = restock
        self.at = at
    }

    public init(from json: JSONNode) throws(JSONError) {
        externalRefundID = try json.decode("externalRefundId")
        amount = try json.decode("amount")
        lines = try json.decode("lines")
        restock = try json.decode("restock")
        at = try json.decodeIfPresent("at")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("externalRefundId", externalRefundID)
            json.write("amount", amount)
            json.write("lines", lines)
            json.write("restock", restock)
            json.write("at", at)
        }
    }
}
