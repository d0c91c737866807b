public import FoundationEssentials
public import WireJSON

/// Void a label that is not used, and refuse one that comes later.
public struct VoidLabel: Command {
    public static let type: MessageType = "waybill.shipping.void.v1"

    public var parcelID: UUID
    public var reason: String
    /// The attempt (epoch) at the label that is undone: a later one may be bought again. Nil: none will be.
    public var labelEpoch: Int?

    public init(parcelID: UUID, reason: String, labelEpoch: Int? = nil) {
        self.parcelID = parcelID
        self.reason = reason
        self.labelEpoch = labelEpoch
    }

    public init(from json: JSONNode) throws(JSONError) {
        parcelID = try json.decode("parcelId")
        reason = try json.decode("reason")
        labelEpoch = try json.decodeIfPresent("labelEpoch")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("parcelId", parcelID)
            json.write("reason", reason)
            json.write("labelEpoch", labelEpoch)
        }
    }
}
