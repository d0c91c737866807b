public import FoundationEssentials
public import WireJSON

/// The answer to a submission that became, or already was, an order.
public struct SubmissionAccepted: Event {
    public static let type: MessageType = "waybill.intake.submission.accepted.v1"

    /// The id of the submitting envelope, as the sender wrote it.
    public var submissionID: String
    public var externalID: String
    public var orderID: UUID
    /// `accepted`, `unchanged`, `updated`, `stale` or `recorded`.
    public var outcome: String
    public var warnings: [Reason]

    public init(submissionID: String, externalID: String, orderID: UUID, outcome: String, warnings: [Reason] = []) {
        self.submissionID = submissionID
        self.externalID = externalID
        self.orderID = orderID
        self.outcome = outcome
        self.warnings = warnings
    }

    public init(from json: JSONNode) throws(JSONError) {
        submissionID = try json.decode("submissionId")
        externalID = try json.decode("externalId")
        orderID = try json.decode("orderId")
        outcome = try json.decode("outcome")
        warnings = try json.decode("warnings", default: [])
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("submissionId", submissionID)
            json.write("externalId", externalID)
            json.write("orderId", orderID)
            json.write("outcome", outcome)
            json.write("warnings", warnings)
        }
    }
}
