public import FoundationEssentials
public import WireJSON

/// What became of a request about a return.
public struct ReturnAnswered: Answer {
    public static let type: MessageType = "waybill.returns.answered.v1"

    public var accepted: Bool
    /// Missing for a preview and for a refused request.
    public var returnID: UUID?
    public var state: ReturnState?
    public var reason: Reason?
    /// What the customer gets when everything comes back as described, after fees, in minor units.
    public var refund: Int64
    /// Restocking and return shipping, already taken off `refund`.
    public var fees: Int64
    /// The return's lines.
    public var lines: [LineQuantity]
    public var isPreview: Bool

    public init(
        accepted: Bool, returnID: UUID? = nil, state: ReturnState? = nil, reason: Reason? = nil, refund: Int64 = 0,
        fees: Int64 = 0, lines: [LineQuantity] = [], isPreview: Bool = false
    ) {
        self.accepted = accepted
        self.returnID = returnID
        self.state = state
        self.reason = reason
        self.refund = refund
        self.fees = fees
        self.lines = lines
        self.isPreview = isPreview
    }

    public init(from json: JSONNode) throws(JSONError) {
        accepted = try json.decode("accepted")
        returnID = try json.decodeIfPresent("returnId")
        state = try json.decodeIfPresent("state")
        reason = try json.decodeIfPresent("reason")
        refund = try json.decode("refund", default: 0)
        fees = try json.decode("fees", default: 0)
        lines = try json.decode("lines", default: [])
        isPreview = try json.decode("isPreview", default: false)
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("accepted", accepted)
            json.write("returnId", returnID)
            json.write("state", state)
            json.write("reason", reason)
            json.write("refund", refund)
            json.write("fees", fees)
            json.write("lines", lines)
            json.write("isPreview", isPreview)
        }
    }
}
