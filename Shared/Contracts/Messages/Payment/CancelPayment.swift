public import FoundationEssentials
public import WireJSON

/// Undo whatever was done: void what is authorised, refund what is captured, and refuse an authorisation that comes
/// later.
public struct CancelPayment: Command {
    public static let type: MessageType = "waybill.payment.cancel.v1"

    public var paymentID: UUID
    public var reason: String
    /// Money that came in although nobody had asked for it any more. It is booked once, and goes back like the rest.
    public var late: LatePayment?

    public init(paymentID: UUID, reason: String, late: LatePayment? = nil) {
        self.paymentID = paymentID
        self.reason = reason
        self.late = late
    }

    public init(from json: JSONNode) throws(JSONError) {
        paymentID = try json.decode("paymentId")
        reason = try json.decode("reason")
        late = try json.decodeIfPresent("late")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("paymentId", paymentID)
            json.write("reason", reason)
            json.write("late", late)
        }
    }
}
