public import FoundationEssentials
public import WireJSON

/// Nothing more will be captured: give up what is authorised and not taken.
public struct FinishPayment: Command {
    public static let type: MessageType = "waybill.payment.finish.v1"

    public var paymentID: UUID

    public init(paymentID: UUID) {
        self.paymentID = paymentID
    }

    public init(from json: JSONNode) throws(JSONError) {
        paymentID = try json.decode("paymentId")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("paymentId", paymentID)
        }
    }
}
