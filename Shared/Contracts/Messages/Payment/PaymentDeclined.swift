public import FoundationEssentials
public import WireJSON

/// The provider refused.
public struct PaymentDeclined: Event {
    public static let type: MessageType = "waybill.payment.declined.v1"

    public var paymentID: UUID
    public var reason: Reason

    public init(paymentID: UUID, reason: Reason) {
        self.paymentID = paymentID
        self.reason = reason
    }

    public init(from json: JSONNode) throws(JSONError) {
        paymentID = try json.decode("paymentId")
        reason = try json.decode("reason")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("paymentId", paymentID)
            json.write("reason", reason)
        }
    }
}
