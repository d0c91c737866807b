public import FoundationEssentials
public import WireJSON

/// The label is void, or will never be bought.
public struct LabelVoided: Event {
    public static let type: MessageType = "waybill.shipping.voided.v1"

    public var parcelID: UUID

    public init(parcelID: UUID) {
        self.parcelID = parcelID
    }

    public init(from json: JSONNode) throws(JSONError) {
        parcelID = try json.decode("parcelId")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("parcelId", parcelID)
        }
    }
}
