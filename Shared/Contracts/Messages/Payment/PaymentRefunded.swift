public import FoundationEssentials
public import WireJSON

/// Money was given back, or is owed by whoever has it.
public struct PaymentRefunded: Event {
    public static let type: MessageType = "waybill.payment.refunded.v1"

    public var paymentID: UUID
    public var refundID: UUID
    public var amount: Int64
    /// Of the whole payment so far.
    public var refundedTotal: Int64
    /// `channel` where a marketplace has the money, `shop` where it was paid in cash: they give it back. Missing when
    /// the provider has.
    public var owedBy: String?
    /// The return that it settles: its own mail tells the customer of the money. Missing when it settles none.
    public var returnID: UUID?
    /// What it is for, as it was asked for. Empty when it is for no line.
    public var lines: [LineAmount]

    public init(
        paymentID: UUID, refundID: UUID, amount: Int64, refundedTotal: Int64, owedBy: String? = nil,
        returnID: UUID? = nil, lines: [LineAmount] = []
    ) {
        self.paymentID = paymentID
        self.refundID = refundID
        self.amount = amount
        self.refundedTotal = refundedTotal
        self.owedBy = owedBy
        self.returnID = returnID
        self.lines = lines
    }

    public init(from json: JSONNode) throws(JSONError) {
        paymentID = try json.decode("paymentId")
        refundID = try json.decode("refundId")
        amount = try json.decode("amount")
        refundedTotal = try json.decode("refundedTotal")
        owedBy = try json.decodeIfPresent("owedBy")
        returnID = try json.decodeIfPresent("returnId")
        lines = try json.decode("lines", default: [])
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("paymentId", paymentID)
            json.write("refundId", refundID)
            json.write("amount", amount)
            json.write("refundedTotal", refundedTotal)
            json.write("owedBy", owedBy)
            json.write("returnId", returnID)
            if !lines.isEmpty { json.write("lines", lines) }
        }
    }
}
