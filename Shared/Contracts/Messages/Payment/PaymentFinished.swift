public import FoundationEssentials
public import WireJSON

/// What was authorised and not taken is given up.
public struct PaymentFinished: Event {
    public static let type: MessageType = "waybill.payment.finished.v1"

    public var paymentID: UUID
    /// Of the whole payment, in minor units.
    public var voided: Int64

    public init(paymentID: UUID, voided: Int64) {
        self.paymentID = paymentID
        self.voided = voided
    }

    public init(from json: JSONNode) throws(JSONError) {
        paymentID = try json.decode("paymentId")
        voided = try json.decode("voided")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("paymentId", paymentID)
            json.write("voided", voided)
        }
    }
}
