public import FoundationEssentials
public import WireJSON

/// An operator decides on a payment in review.
public struct DecidePayment: Command {
    public static let type: MessageType = "waybill.payment.decide.v1"

    public var paymentID: UUID
    public var approve: Bool
    public var actor: String
    public var reason: String

    public init(paymentID: UUID, approve: Bool, actor: String, reason: String) {
        self.paymentID = paymentID
        self.approve = approve
        self.actor = actor
        self.reason = reason
    }

    public init(from json: JSONNode) throws(JSONError) {
        paymentID = try json.decode("paymentId")
        approve = try json.decode("approve")
        actor = try json.decode("actor")
        reason = try json.decode("reason")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("paymentId", paymentID)
            json.write("approve", approve)
            json.write("actor", actor)
            json.write("reason", reason)
        }
    }
}
