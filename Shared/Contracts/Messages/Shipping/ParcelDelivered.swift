public import WireJSON

/// The parcel is at the door.
public struct ParcelDelivered: Event {
    public static let type: MessageType = "waybill.shipping.delivered.v1"

    public var parcel: Parcel
    public var tracking: ParcelTracking
    public var at: Timestamp
    /// Cash taken at the door.
    public var collected: Int64
    public var order: OrderSummary

    public init(parcel: Parcel, tracking: ParcelTracking, at: Timestamp, collected: Int64 = 0, order: OrderSummary) {
        self.parcel = parcel
        self.tracking = tracking
        self.at = at
        self.collected = collected
        self.order = order
    }

    public init(from json: JSONNode) throws(JSONError) {
        parcel = try json.decode("parcel")
        tracking = try json.decode("tracking")
        at = try json.decode("at")
        collected = try json.decode("collected", default: 0)
        order = try json.decode("order")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("parcel", parcel)
            json.write("tracking", tracking)
            json.write("at", at)
            json.write("collected", collected)
            json.write("order", order)
        }
    }
}
