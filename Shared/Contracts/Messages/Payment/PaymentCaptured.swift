public import FoundationEssentials
public import WireJSON

/// Money was taken.
public struct PaymentCaptured: Event {
    public static let type: MessageType = "waybill.payment.captured.v1"

    public var paymentID: UUID
    public var ordinal: Int
    public var amount: Int64
    /// Of the whole payment so far.
    public var capturedTotal: Int64

    public init(paymentID: UUID, ordinal: Int, amount: Int64, capturedTotal: Int64) {
        self.paymentID = paymentID
        self.ordinal = ordinal
        self.amount = amount
        self.capturedTotal = capturedTotal
    }

    public init(from json: JSONNode) throws(JSONError) {
        paymentID = try json.decode("paymentId")
        ordinal = try json.decode("ordinal")
        amount = try json.decode("amount")
        capturedTotal = try json.decode("capturedTotal")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("paymentId", paymentID)
            json.write("ordinal", ordinal)
            json.write("amount", amount)
            json.write("capturedTotal", capturedTotal)
        }
    }
}
