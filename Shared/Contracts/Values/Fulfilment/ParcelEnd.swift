public import WireJSON

/// A parcel that did not arrive: which, by whom, when it was scanned, and whose order.
public struct ParcelEnd: JSONCodable, Hashable, Sendable {
    public var parcel: Parcel
    public var tracking: ParcelTracking
    /// When it was scanned.
    public var at: Timestamp
    public var order: OrderSummary

    public init(parcel: Parcel, tracking: ParcelTracking, at: Timestamp, order: OrderSummary) {
        self.parcel = parcel
        self.tracking = tracking
        self.at = at
        self.order = order
    }

    public init(from json: JSONNode) throws(JSONError) {
        parcel = try json.decode("parcel")
        tracking = try json.decode("tracking")
        at = try json.decode("at")
        order = try json.decode("order")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("parcel", parcel)
            json.write("tracking", tracking)
            json.write("at", at)
            json.write("order", order)
        }
    }
}
