public import FoundationEssentials
public import WireJSON

/// A scan moved a return's parcel forward.
public struct ReturnTracked: Event {
    public static let type: MessageType = "waybill.shipping.return_tracked.v1"

    public var returnID: UUID
    public var status: TrackingStatus
    /// When it was scanned.
    public var at: Timestamp

    public init(returnID: UUID, status: TrackingStatus, at: Timestamp) {
        self.returnID = returnID
        self.status = status
        self.at = at
    }

    public init(from json: JSONNode) throws(JSONError) {
        returnID = try json.decode("returnId")
        status = try json.decode("status")
        at = try json.decode("at")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("returnId", returnID)
            json.write("status", status)
            json.write("at", at)
        }
    }
}
