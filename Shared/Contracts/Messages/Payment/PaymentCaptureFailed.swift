public import FoundationEssentials
public import WireJSON

/// The provider refused a capture for good.
public struct PaymentCaptureFailed: Event {
    public static let type: MessageType = "waybill.payment.capture_failed.v1"

    public var paymentID: UUID
    public var ordinal: Int
    public var reason: Reason

    public init(paymentID: UUID, ordinal: Int, reason: Reason) {
        self.paymentID = paymentID
        self.ordinal = ordinal
        self.reason = reason
    }

    public init(from json: JSONNode) throws(JSONError) {
        paymentID = try json.decode("paymentId")
        ordinal = try json.decode("ordinal")
        reason = try json.decode("reason")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("paymentId", paymentID)
            json.write("ordinal", ordinal)
            json.write("reason", reason)
        }
    }
}
