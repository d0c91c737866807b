public import FoundationEssentials
public import WireJSON

/// Whatever was done is undone.
public struct PaymentCancelled: Event {
    public static let type: MessageType = "waybill.payment.cancelled.v1"

    public var paymentID: UUID
    public var voided: Int64
    public var refunded: Int64

    public init(paymentID: UUID, voided: Int64, refunded: Int64) {
        self.paymentID = paymentID
        self.voided = voided
        self.refunded = refunded
    }

    public init(from json: JSONNode) throws(JSONError) {
        paymentID = try json.decode("paymentId")
        voided = try json.decode("voided")
        refunded = try json.decode("refunded")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("paymentId", paymentID)
            json.write("voided", voided)
            json.write("refunded", refunded)
        }
    }
}
