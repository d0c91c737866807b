public import WireJSON

/// What became of a wish to cancel, or what would: final, once every site has said whether it stopped in time.
public struct CancelAnswered: Answer {
    public static let type: MessageType = "waybill.saga.order.cancel.answered.v1"

    /// The storefront's id of the order.
    public var externalID: String?
    public var accepted: Bool
    public var reason: Reason?
    /// Minor units that are given back, or not taken.
    public var refund: Int64
    /// Units that are cancelled.
    public var released: [LineQuantity]
    public var isPreview: Bool

    public init(
        externalID: String? = nil, accepted: Bool, reason: Reason? = nil, refund: Int64 = 0,
        released: [LineQuantity] = [], isPreview: Bool = false
    ) {
        self.externalID = externalID
        self.accepted = accepted
        self.reason = reason
        self.refund = refund
        self.released = released
        self.isPreview = isPreview
    }

    public init(from json: JSONNode) throws(JSONError) {
        externalID = try json.decodeIfPresent("externalId")
        accepted = try json.decode("accepted")
        reason = try json.decodeIfPresent("reason")
        refund = try json.decode("refund", default: 0)
        released = try json.decode("released", default: [])
        isPreview = try json.decode("isPreview", default: false)
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("externalId", externalID)
            json.write("accepted", accepted)
            json.write("reason", reason)
            if refund != 0 { json.write("refund", refund) }
            if !released.isEmpty { json.write("released", released) }
            if isPreview { json.write("isPreview", true) }
        }
    }
}
