public import WireJSON

/// What became of a wish to cancel.
public struct CancelAnswered: Answer {
    public static let type: MessageType = "waybill.saga.order.cancel.answered.v1"

    public var accepted: Bool
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
