public import FoundationEssentials
public import WireJSON

/// The return's label is bought.
public struct ReturnLabelled: Event {
    public static let type: MessageType = "waybill.shipping.return_labelled.v1"

    public var returnID: UUID
    /// The parcel's id is the return's.
    public var tracking: ParcelTracking
    /// To be printed, as ZPL II.
    public var label: String?

    public init(returnID: UUID, tracking: ParcelTracking, label: String? = nil) {
        self.returnID = returnID
        self.tracking = tracking
        self.label = label
    }

    public init(from json: JSONNode) throws(JSONError) {
        returnID = try json.decode("returnId")
        tracking = try json.decode("tracking")
        label = try json.decodeIfPresent("label")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("returnId", returnID)
            json.write("tracking", tracking)
            json.write("label", label)
        }
    }
}
