public import FoundationEssentials
public import WireJSON

/// The customer disputes a payment at the bank, or the bank has decided: written down.
public struct RecordDispute: Command {
    public static let type: MessageType = "waybill.payment.dispute.record.v1"

    public var paymentID: UUID
    /// The provider's.
    public var disputeID: String
    /// Minor units that the customer disputes.
    public var amount: Int64
    /// As the provider says, such as `fraudulent`.
    public var reason: String
    public var status: DisputeStatus
    public var actor: String

    public init(
        paymentID: UUID, disputeID: String, amount: Int64, reason: String, status: DisputeStatus, actor: String
    ) {
        self.paymentID = paymentID
        self.disputeID = disputeID
        self.amount = amount
        self.reason = reason
        self.status = status
        self.actor = actor
    }

    public init(from json: JSONNode) throws(JSONError) {
        paymentID = try json.decode("paymentId")
        disputeID = try json.decode("disputeId")
        amount = try json.decode("amount")
        reason = try json.decode("reason")
        status = try json.decode("status")
        actor = try json.decode("actor")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("paymentId", paymentID)
            json.write("disputeId", disputeID)
            json.write("amount", amount)
            json.write("reason", reason)
            json.write("status", status)
            json.write("actor", actor)
        }
    }
}
