public import FoundationEssentials
public import WireJSON

/// A dispute was opened or decided.
public struct PaymentDisputed: Event {
    public static let type: MessageType = "waybill.payment.disputed.v1"

    public var paymentID: UUID
    /// The provider's.
    public var disputeID: String
    /// Minor units that the customer disputes.
    public var amount: Int64
    /// As the provider says, such as `fraudulent`.
    public var reason: String
    public var status: DisputeStatus
    /// Taken back after disputes, of the whole payment so far: minor units.
    public var lostTotal: Int64

    public init(
        paymentID: UUID, disputeID: String, amount: Int64, reason: String, status: DisputeStatus, lostTotal: Int64 = 0
    ) {
        self.paymentID = paymentID
        self.disputeID = disputeID
        self.amount = amount
        self.reason = reason
        self.status = status
        self.lostTotal = lostTotal
    }

    public init(from json: JSONNode) throws(JSONError) {
        paymentID = try json.decode("paymentId")
        disputeID = try json.decode("disputeId")
        amount = try json.decode("amount")
        reason = try json.decode("reason")
        status = try json.decode("status")
        lostTotal = try json.decode("lostTotal", default: 0)
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("paymentId", paymentID)
            json.write("disputeId", disputeID)
            json.write("amount", amount)
            json.write("reason", reason)
            json.write("status", status)
            if lostTotal != 0 { json.write("lostTotal", lostTotal) }
        }
    }
}
