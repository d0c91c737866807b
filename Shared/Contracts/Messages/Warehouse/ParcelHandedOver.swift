public import FoundationEssentials
public import WireJSON

/// The carrier has the parcel: a cancel comes too late.
public struct ParcelHandedOver: Event {
    public static let type: MessageType = "waybill.warehouse.handed_over.v1"

    public var fulfilmentOrderID: UUID
    public var reservationID: UUID
    public var parcel: Parcel
    public var tracking: ParcelTracking
    public var at: Timestamp

    public init(fulfilmentOrderID: UUID, reservationID: UUID, parcel: Parcel, tracking: ParcelTracking, at: Timestamp) {
        self.fulfilmentOrderID = fulfilmentOrderID
        self.reservationID = reservationID
        self.parcel = parcel
        self.tracking = tracking
        self.at = at
    }

    public init(from json: JSONNode) throws(JSONError) {
        fulfilmentOrderID = try json.decode("fulfilmentOrderId")
        reservationID = try json.decode("reservationId")
        parcel = try json.decode("parcel")
        tracking = try json.decode("tracking")
        at = try json.decode("at")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("fulfilmentOrderId", fulfilmentOrderID)
            json.write("reservationId", reservationID)
            json.write("parcel", parcel)
            json.write("tracking", tracking)
            json.write("at", at)
        }
    }
}
