public import FoundationEssentials
public import WireJSON

/// An operator tells where a parcel is, as a carrier without an interface does by telephone.
public struct RecordScan: Command {
    public static let type: MessageType = "waybill.shipping.scan.record.v1"

    /// Of a parcel, or of a return.
    public var parcelID: UUID
    public var status: TrackingStatus
    /// When it was scanned; now when nil.
    public var at: Timestamp?
    public var place: String?
    /// Who says so.
    public var actor: String

    public init(parcelID: UUID, status: TrackingStatus, at: Timestamp? = nil, place: String? = nil, actor: String) {
        self.parcelID = parcelID
        self.status = status
        self.at = at
        self.place = place
        self.actor = actor
    }

    public init(from json: JSONNode) throws(JSONError) {
        parcelID = try json.decode("parcelId")
        status = try json.decode("status")
        at = try json.decodeIfPresent("at")
        place = try json.decodeIfPresent("place")
        actor = try json.decode("actor")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("parcelId", parcelID)
            json.write("status", status)
            json.write("at", at)
            json.write("place", place)
            json.write("actor", actor)
        }
    }
}
