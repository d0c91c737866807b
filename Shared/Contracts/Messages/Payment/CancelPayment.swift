public import FoundationEssentials
public import WireJSON

/// Undo whatever was done: void what is authorised, refund what is captured, and refuse an authorisation that comes
/// later.
public struct CancelPayment: Command {
    public static let type: MessageType = "waybill.payment.cancel.v1"

    public var paymentID: UUID
    public var reason: String

    public init(paymentID: UUID, reason: String) {
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
