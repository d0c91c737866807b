public import FoundationEssentials
public import WireJSON

/// A return as a whole, whatever it was before: of several the one with the highest sequence counts.
public struct ReturnChanged: Event {
    public static let type: MessageType = "waybill.returns.changed.v1"

    public var returnID: UUID
    public var state: ReturnState
    public var order: OrderSummary
    /// Every unit of the return, each in one bucket.
    public var lines: [ReturnUnits]
    public var settlement: ReturnSettlementKind
    /// Given back so far by the payment provider, in minor units.
    public var refund: Int64
    /// Credited so far.
    public var storeCredit: Int64
    /// What the customer gets when everything comes back as described, after fees.
    public var expected: Int64
    public var fees: Int64
    /// The customer's page of returns.
    public var link: String?
    /// The return parcel's.
    public var tracking: ParcelTracking?
    /// The linked order with the replacement.
    public var exchangeOrderID: UUID?
    public var reason: Reason?

    public init(
        returnID: UUID, state: ReturnState, order: OrderSummary, lines: [ReturnUnits],
        settlement: ReturnSettlementKind = .refund, refund: Int64 = 0, storeCredit: Int64 = 0, expected: Int64 = 0,
        fees: Int64 = 0, link: String? = nil, tracking: ParcelTracking? = nil, exchangeOrderID: UUID? = nil,
        reason: Reason? = nil
    ) {
        self.returnID = returnID
        self.state = state
        self.order = order
        self.lines = lines
        self.settlement = settlement
        self.refund = refund
        self.storeCredit = storeCredit
        self.expected = expected
        self.fees = fees
        self.link = link
        self.tracking = tracking
        self.exchangeOrderID = exchangeOrderID
        self.reason = reason
    }

    public init(from json: JSONNode) throws(JSONError) {
        returnID = try json.decode("returnId")
        state = try json.decode("state")
        order = try json.decode("order")
        lines = try json.decode("lines")
        settlement = try json.decode("settlement", default: .refund)
        refund = try json.decode("refund", default: 0)
        storeCredit = try json.decode("storeCredit", default: 0)
        expected = try json.decode("expected", default: 0)
        fees = try json.decode("fees", default: 0)
        link = try json.decodeIfPresent("link")
        tracking = try json.decodeIfPresent("tracking")
        exchangeOrderID = try json.decodeIfPresent("exchangeOrderId")
        reason = try json.decodeIfPresent("reason")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("returnId", returnID)
            json.write("state", state)
            json.write("order", order)
            json.write("lines", lines)
            json.write("settlement", settlement)
            json.write("refund", refund)
            json.write("storeCredit", storeCredit)
            json.write("expected", expected)
            json.write("fees", fees)
            json.write("link", link)
            json.write("tracking", tracking)
            json.write("exchangeOrderId", exchangeOrderID)
            json.write("reason", reason)
        }
    }
}
