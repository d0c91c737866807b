public import WireJSON

/// A storefront asks to cancel an order, or some units of it. It may come before the order itself.
public struct CancelSubmitted: Command {
    public static let type: MessageType = "waybill.intake.order.cancel.v1"

    /// Your own id of the order.
    public var externalID: String
    /// Empty for the whole order.
    public var lines: [LineQuantity]
    public var reason: String
    /// Asks what it would come to, and changes nothing.
    public var isPreview: Bool

    public init(externalID: String, lines: [LineQuantity] = [], reason: String, isPreview: Bool = false) {
        self.externalID = externalID
        self.lines = lines
        self.reason = reason
        self.isPreview = isPreview
    }

    public init(from json: JSONNode) throws(JSONError) {
        externalID = try json.decode("externalId")
        lines = try json.decode("lines", default: [])
        reason = try json.decode("reason")
        isPreview = try json.decode("isPreview", default: false)
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("externalId", externalID)
            if !lines.isEmpty { json.write("lines", lines) }
            json.write("reason", reason)
            if isPreview { json.write("isPreview", true) }
        }
    }
}
