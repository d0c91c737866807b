public import WireJSON

/// The label is bought.
public struct ParcelLabelled: Event {
    public static let type: MessageType = "waybill.shipping.labelled.v1"

    public var tracking: ParcelTracking
    /// What the carrier charges, in minor units.
    public var cost: Int64
    public var currency: Currency

    public init(tracking: ParcelTracking, cost: Int64, currency: Currency) {
        self.tracking = tracking
        self.cost = cost
        self.currency = currency
    }

    public init(from json: JSONNode) throws(JSONError) {
        tracking = try json.decode("tracking")
        cost = try json.decode("cost")
        currency = try json.decode("currency")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("tracking", tracking)
            json.write("cost", cost)
            json.write("currency", currency)
        }
    }
}
