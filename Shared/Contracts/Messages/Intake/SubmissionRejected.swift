public import WireJSON

/// The answer to a submission that was refused, with everything that is wrong with it.
public struct SubmissionRejected: Event {
    public static let type: MessageType = "waybill.intake.submission.rejected.v1"

    public var submissionID: String
    public var externalID: String?
    public var reasons: [Reason]

    public init(submissionID: String, externalID: String? = nil, reasons: [Reason]) {
        self.submissionID = submissionID
        self.externalID = externalID
        self.reasons = reasons
    }

    public init(from json: JSONNode) throws(JSONError) {
        submissionID = try json.decode("submissionId")
        externalID = try json.decodeIfPresent("externalId")
        reasons = try json.decode("reasons")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("submissionId", submissionID)
            json.write("externalId", externalID)
            json.write("reasons", reasons)
        }
    }
}
