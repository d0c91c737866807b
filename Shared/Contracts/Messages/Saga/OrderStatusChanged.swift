public import FoundationEssentials
public import WireJSON

/// For the storefront: the order's headline changed, or units of it were cancelled.
public struct OrderStatusChanged: Event {
    public static let type: MessageType = "waybill.saga.order.status.v1"

    public var orderID: UUID
    public var externalID: String
    public var number: String
    public var status: HeadlineStatus
    public var tracking: ParcelTracking?
    public var reason: Reason?
    /// All units of the order that are cancelled so far, by whomever; empty when none is.
    public var cancelled: [LineQuantity]
    /// Of those lines, the units that go on or were sent; 0 where none are.
    public var remaining: [LineQuantity]

    /// The last word of the routing key where units were cancelled and the rest goes on; else it is the headline.
    public static let unitsCancelled = "units_cancelled"

    public init(
        orderID: UUID, externalID: String, number: String, status: HeadlineStatus, tracking: ParcelTracking? = nil,
        reason: Reason? = nil, cancelled: [LineQuantity] = [],
        remaining: [LineQuantity] = []
    ) {
        self.orderID = orderID
        self.externalID = externalID
        self.number = number
        self.status = status
        self.tracking = tracking
        self.reason = reason
        self.cancelled = cancelled
        self.remaining = remaining
    }

    public init(from json: JSONNode) throws(JSONError) {
        orderID = try json.decode("orderId")
        externalID = try json.decode("externalId")
        number = try json.decode("number")
        status = try json.decode("status")
        tracking = try json.decodeIfPresent("tracking")
        reason = try json.decodeIfPresent("reason")
        cancelled = try json.decode("cancelled", default: [])
        remaining = try json.decode("remaining", default: [])
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("orderId", orderID)
            json.write("externalId", externalID)
            json.write("number", number)
            json.write("status", status)
            json.write("tracking", tracking)
            json.write("reason", reason)
            if !cancelled.isEmpty { json.write("cancelled", cancelled) }
            if !remaining.isEmpty { json.write("remaining", remaining) }
        }
    }
}
