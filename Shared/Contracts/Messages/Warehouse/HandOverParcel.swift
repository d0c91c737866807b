public import FoundationEssentials
public import WireJSON

/// The parcel has its label: give it to the carrier.
public struct HandOverParcel: Command {
    public static let type: MessageType = "waybill.warehouse.hand_over.v1"

    public var fulfilmentOrderID: UUID
    public var tracking: ParcelTracking

    public init(fulfilmentOrderID: UUID, tracking: ParcelTracking) {
        self.fulfilmentOrderID = fulfilmentOrderID
        self.tracking = tracking
    }

    public init(from json: JSONNode) throws(JSONError) {
        fulfilmentOrderID = try json.decode("fulfilmentOrderId")
        tracking = try json.decode("tracking")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("fulfilmentOrderId", fulfilmentOrderID)
            json.write("tracking", tracking)
        }
    }
}
