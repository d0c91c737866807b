public import FoundationEssentials
public import WireJSON

/// Whether a scan that an operator told moved the parcel.
public struct ScanRecorded: Answer {
    public static let type: MessageType = "waybill.shipping.scan.recorded.v1"

    public var parcelID: UUID
    /// Old scans are kept in the books and move nothing.
    public var counted: Bool
    /// Where the parcel is now.
    public var status: TrackingStatus?
    public var reason: Reason?

    public init(parcelID: UUID, counted: Bool, status: TrackingStatus? = nil, reason: Reason? = nil) {
        self.parcelID = parcelID
        self.counted = counted
        self.status = status
        self.reason = reason
    }

    public init(from json: JSONNode) throws(JSONError) {
        parcelID = try json.decode("parcelId")
        counted = try json.decode("counted")
        status = try json.decodeIfPresent("status")
        reason = try json.decodeIfPresent("reason")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("parcelId", parcelID)
            json.write("counted", counted)
            json.write("status", status)
            json.write("reason", reason)
        }
    }
}
