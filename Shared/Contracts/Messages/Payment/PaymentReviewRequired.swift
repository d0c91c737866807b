public import FoundationEssentials
public import WireJSON

/// An operator must decide: the risk is in between, or the money is not what the order says.
public struct PaymentReviewRequired: Event {
    public static let type: MessageType = "waybill.payment.review_required.v1"

    public var paymentID: UUID
    public var score: Int
    public var findings: [FraudFinding]
    /// `payment_review` or `payment_mismatch`.
    public var hold: HoldReason
    public var reason: Reason?

    public init(paymentID: UUID, score: Int, findings: [FraudFinding], hold: HoldReason, reason: Reason? = nil) {
        self.paymentID = paymentID
        self.score = score
        self.findings = findings
        self.hold = hold
        self.reason = reason
    }

    public init(from json: JSONNode) throws(JSONError) {
        paymentID = try json.decode("paymentId")
        score = try json.decode("score")
        findings = try json.decode("findings")
        hold = try json.decode("hold")
        reason = try json.decodeIfPresent("reason")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("paymentId", paymentID)
            json.write("score", score)
            json.write("findings", findings)
            json.write("hold", hold)
            json.write("reason", reason)
        }
    }
}
