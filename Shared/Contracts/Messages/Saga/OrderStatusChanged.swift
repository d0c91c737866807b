public import FoundationEssentials
public import WireJSON

/// For the storefront: the order's headline changed.
public struct OrderStatusChanged: Event {
    public static let type: MessageType = "waybill.saga.order.status.v1"

    public var orderID: UUID
    public var externalID: String
    public var number: String
    public var status: HeadlineStatus
    public var tracking: ParcelTracking?
    public var reason: Reason?

    public init(
        orderID: UUID, externalID: String, number: String, status: HeadlineStatus, tracking: ParcelTracking? = nil,
        reason: Reason? = nil
    ) {
        self.orderID = orderID
        self.externalID = externalID
        self.number = number
        self.status = status
        self.tracking = tracking
        self.reason = reason
    }

    public init(from json: JSONNode) throws(JSONError) {
        orderID = try json.decode("orderId")
        externalID = try json.decode("externalId")
        number = try json.decode("number")
        status = try json.decode("status")
        tracking = try json.decodeIfPresent("tracking")
        reason = try json.decodeIfPresent("reason")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("orderId", orderID)
            json.write("externalId", externalID)
            json.write("number", number)
            json.write("status", status)
            json.write("tracking", tracking)
            json.write("reason", reason)
        }
    }
}
