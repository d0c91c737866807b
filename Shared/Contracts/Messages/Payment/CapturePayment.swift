public import FoundationEssentials
public import WireJSON

/// Take authorised money.
public struct CapturePayment: Command {
    public static let type: MessageType = "waybill.payment.capture.v1"

    public var paymentID: UUID
    /// Which capture of the payment, from 0; part of the provider's idempotency key.
    public var ordinal: Int
    public var amount: Int64

    public init(paymentID: UUID, ordinal: Int, amount: Int64) {
        self.paymentID = paymentID
        self.ordinal = ordinal
        self.amount = amount
    }

    public init(from json: JSONNode) throws(JSONError) {
        paymentID = try json.decode("paymentId")
        ordinal = try json.decode("ordinal")
        amount = try json.decode("amount")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("paymentId", paymentID)
            json.write("ordinal", ordinal)
            json.write("amount", amount)
        }
    }
}
