public import FoundationEssentials
public import WireJSON

/// A refund was refused for good: nothing moved.
public struct RefundFailed: Event {
    public static let type: MessageType = "waybill.payment.refund_failed.v1"

    public var paymentID: UUID
    public var refundID: UUID
    public var reason: Reason

    public init(paymentID: UUID, refundID: UUID, reason: Reason) {
        self.paymentID = paymentID
        self.refundID = refundID
        self.reason = reason
    }

    public init(from json: JSONNode) throws(JSONError) {
        paymentID = try json.decode("paymentId")
        refundID = try json.decode("refundId")
        reason = try json.decode("reason")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("paymentId", paymentID)
            json.write("refundId", refundID)
            json.write("reason", reason)
        }
    }
}
