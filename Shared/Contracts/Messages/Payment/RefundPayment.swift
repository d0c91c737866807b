public import FoundationEssentials
public import WireJSON

/// Give money back: all or a part of what was captured, once per refund id.
public struct RefundPayment: Command {
    public static let type: MessageType = "waybill.payment.refund.v1"

    public var paymentID: UUID
    /// Part of the provider's idempotency key: the same id is the same refund.
    public var refundID: UUID
    /// Minor units.
    public var amount: Int64
    public var reason: String
    /// What it is for; more than was captured of a line is never given back. Empty when it is for no line.
    public var lines: [LineAmount]
    /// The return that it settles; missing when it settles none.
    public var returnID: UUID?

    public init(
        paymentID: UUID, refundID: UUID, amount: Int64, reason: String, lines: [LineAmount] = [], returnID: UUID? = nil
    ) {
        self.paymentID = paymentID
        self.refundID = refundID
        self.amount = amount
        self.reason = reason
        self.lines = lines
        self.returnID = returnID
    }

    public init(from json: JSONNode) throws(JSONError) {
        paymentID = try json.decode("paymentId")
        refundID = try json.decode("refundId")
        amount = try json.decode("amount")
        reason = try json.decode("reason")
        lines = try json.decode("lines", default: [])
        returnID = try json.decodeIfPresent("returnId")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("paymentId", paymentID)
            json.write("refundId", refundID)
            json.write("amount", amount)
            json.write("reason", reason)
            if !lines.isEmpty { json.write("lines", lines) }
            json.write("returnId", returnID)
        }
    }
}
