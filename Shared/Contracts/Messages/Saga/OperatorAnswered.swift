public import WireJSON

/// What became of an operator's verb: go on, skip, force-complete.
public struct OperatorAnswered: Answer {
    public static let type: MessageType = "waybill.saga.operator.answered.v1"

    public var accepted: Bool
    /// Why not.
    public var reason: Reason?

    public init(accepted: Bool, reason: Reason? = nil) {
        self.accepted = accepted
        self.reason = reason
    }

    public init(from json: JSONNode) throws(JSONError) {
        accepted = try json.decode("accepted")
        reason = try json.decodeIfPresent("reason")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("accepted", accepted)
            json.write("reason", reason)
        }
    }
}
