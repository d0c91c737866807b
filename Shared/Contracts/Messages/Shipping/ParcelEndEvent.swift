public import WireJSON

/// An event that says nothing but how a parcel ended: its data is a ``ParcelEnd``.
public protocol ParcelEndEvent: Event {
    var end: ParcelEnd { get set }
    init(_ end: ParcelEnd)
}

extension ParcelEndEvent {
    public init(parcel: Parcel, tracking: ParcelTracking, at: Timestamp, order: OrderSummary) {
        self.init(ParcelEnd(parcel: parcel, tracking: tracking, at: at, order: order))
    }

    public init(from json: JSONNode) throws(JSONError) {
        self.init(try ParcelEnd(from: json))
    }

    public func encode(to json: inout JSONWriter) {
        end.encode(to: &json)
    }

    public var parcel: Parcel {
        get { end.parcel }
        set { end.parcel = newValue }
    }

    public var tracking: ParcelTracking { end.tracking }
    public var at: Timestamp { end.at }
    public var order: OrderSummary { end.order }
}
