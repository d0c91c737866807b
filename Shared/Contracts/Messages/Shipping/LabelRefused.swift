public import FoundationEssentials
public import WireJSON

/// No carrier takes the parcel as it is.
public struct LabelRefused: Event {
    public static let type: MessageType = "waybill.shipping.label_refused.v1"

    public var parcelID: UUID
    public var reason: Reason

    public init(parcelID: UUID, reason: Reason) {
        self.parcelID = parcelID
        self.reason = reason
    }

    public init(from json: JSONNode) throws(JSONError) {
        parcelID = try json.decode("parcelId")
        reason = try json.decode("reason")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("parcelId", parcelID)
            json.write("reason", reason)
        }
    }
}
