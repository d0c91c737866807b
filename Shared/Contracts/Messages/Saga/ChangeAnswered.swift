public import WireJSON

/// What became of a wish to change an order, or what would.
public struct ChangeAnswered: Answer {
    public static let type: MessageType = "waybill.saga.order.change.answered.v1"

    /// The storefront's id of the order.
    public var externalID: String?
    public var accepted: Bool
    public var reason: Reason?
    /// What the customer pays more, in minor units; negative for less.
    public var moneyDelta: Int64
    /// The quantities of all lines after it.
    public var lines: [LineQuantity]
    /// Of a preview: to be sent with the change itself.
    public var previewToken: String?
    public var isPreview: Bool

    public init(
        externalID: String? = nil, accepted: Bool, reason: Reason? = nil, moneyDelta: Int64 = 0,
        lines: [LineQuantity] = [], previewToken: String? = nil, isPreview: Bool = false
    ) {
        self.externalID = externalID
        self.accepted = accepted
        self.reason = reason
        self.moneyDelta = moneyDelta
        self.lines = lines
        self.previewToken = previewToken
        self.isPreview = isPreview
    }

    public init(from json: JSONNode) throws(JSONError) {
        externalID = try json.decodeIfPresent("externalId")
        accepted = try json.decode("accepted")
        reason = try json.decodeIfPresent("reason")
        moneyDelta = try json.decode("moneyDelta", default: 0)
        lines = try json.decode("lines", default: [])
        previewToken = try json.decodeIfPresent("previewToken")
        isPreview = try json.decode("isPreview", default: false)
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("externalId", externalID)
            json.write("accepted", accepted)
            json.write("reason", reason)
            if moneyDelta != 0 { json.write("moneyDelta", moneyDelta) }
            if !lines.isEmpty { json.write("lines", lines) }
            json.write("previewToken", previewToken)
            if isPreview { json.write("isPreview", true) }
        }
    }
}
