public import FoundationEssentials
public import WireJSON

/// The fraud rules, or an operator in review, refused; what was authorised is voided.
public struct PaymentDenied: Event {
    public static let type: MessageType = "waybill.payment.denied.v1"

    public var paymentID: UUID
    public var score: Int
    public var findings: [FraudFinding]
    public var reason: Reason

    public init(paymentID: UUID, score: Int, findings: [FraudFinding], reason: Reason) {
        self.paymentID = paymentID
        self.score = score
        self.findings = findings
        self.reason = reason
    }

    public init(from json: JSONNode) throws(JSONError) {
        paymentID = try json.decode("paymentId")
        score = try json.decode("score")
        findings = try json.decode("findings")
        reason = try json.decode("reason")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("paymentId", paymentID)
            json.write("score", score)
            json.write("findings", findings)
            json.write("reason", reason)
        }
    }
}
