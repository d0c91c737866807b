public import FoundationEssentials
public import WireJSON

/// Something a customer is told about. Once per (order, parcel or refund, milestone).
public struct MilestoneReached: Event {
    public static let type: MessageType = "waybill.saga.milestone.v1"

    public var milestone: Milestone
    /// The order, parcel or refund.
    public var aggregate: UUID
    public var order: OrderSummary
    public var tracking: ParcelTracking?
    /// Refunded or to be paid, in minor units.
    public var amount: Int64?
    public var reason: Reason?

    public init(
        milestone: Milestone, aggregate: UUID, order: OrderSummary, tracking: ParcelTracking? = nil,
        amount: Int64? = nil, reason: Reason? = nil
    ) {
        self.milestone = milestone
        self.aggregate = aggregate
        self.order = order
        self.tracking = tracking
        self.amount = amount
        self.reason = reason
    }

    public init(from json: JSONNode) throws(JSONError) {
        milestone = try json.decode("milestone")
        aggregate = try json.decode("aggregate")
        order = try json.decode("order")
        tracking = try json.decodeIfPresent("tracking")
        amount = try json.decodeIfPresent("amount")
        reason = try json.decodeIfPresent("reason")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("milestone", milestone)
            json.write("aggregate", aggregate)
            json.write("order", order)
            json.write("tracking", tracking)
            json.write("amount", amount)
            json.write("reason", reason)
        }
    }
}
