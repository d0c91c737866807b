public import FoundationEssentials
public import WireJSON

/// A scan moved the parcel forward.
public struct ParcelTracked: Event {
    public static let type: MessageType = "waybill.shipping.tracked.v1"

    public var parcelID: UUID
    public var status: TrackingStatus
    /// When it was scanned.
    public var at: Timestamp
    public var place: String?

    public init(parcelID: UUID, status: TrackingStatus, at: Timestamp, place: String? = nil) {
        self.parcelID = parcelID
        self.status = status
        self.at = at
        self.place = place
    }

    public init(from json: JSONNode) throws(JSONError) {
        parcelID = try json.decode("parcelId")
        status = try json.decode("status")
        at = try json.decode("at")
        place = try json.decodeIfPresent("place")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("parcelId", parcelID)
            json.write("status", status)
            json.write("at", at)
            json.write("place", place)
        }
    }
}
