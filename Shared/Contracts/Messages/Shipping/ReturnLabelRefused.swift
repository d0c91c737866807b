public import FoundationEssentials
public import WireJSON

/// No carrier fetches the return as it is.
public struct ReturnLabelRefused: Event {
    public static let type: MessageType = "waybill.shipping.return_label_refused.v1"

    public var returnID: UUID
    public var reason: Reason

    public init(returnID: UUID, reason: Reason) {
        self.returnID = returnID
        self.reason = reason
    }

    public init(from json: JSONNode) throws(JSONError) {
        returnID = try json.decode("returnId")
        reason = try json.decode("reason")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("returnId", returnID)
            json.write("reason", reason)
        }
    }
}
