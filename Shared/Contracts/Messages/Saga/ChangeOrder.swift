public import WireJSON

/// Change the address or the quantities of an order that is under way: applied whole or refused.
public struct ChangeOrder: Command {
    public static let type: MessageType = "waybill.saga.order.change.v1"

    public var actor: String
    public var reason: String
    public var shippingAddress: Address?
    /// New quantities of the lines named; the others stay as they are.
    public var lines: [LineQuantity]
    /// Asks what it would come to, and changes nothing.
    public var isPreview: Bool
    /// From the preview: the change is refused when the order has moved since. Nil to take it as it comes.
    public var previewToken: String?

    public init(
        actor: String, reason: String, shippingAddress: Address? = nil, lines: [LineQuantity] = [],
        isPreview: Bool = false, previewToken: String? = nil
    ) {
        self.actor = actor
        self.reason = reason
        self.shippingAddress = shippingAddress
        self.lines = lines
        self.isPreview = isPreview
        self.previewToken = previewToken
    }

    public init(from json: JSONNode) throws(JSONError) {
        actor = try json.decode("actor")
        reason = try json.decode("reason")
        shippingAddress = try json.decodeIfPresent("shippingAddress")
        lines = try json.decode("lines", default: [])
        isPreview = try json.decode("isPreview", default: false)
        previewToken = try json.decodeIfPresent("previewToken")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("actor", actor)
            json.write("reason", reason)
            json.write("shippingAddress", shippingAddress)
            if !lines.isEmpty { json.write("lines", lines) }
            if isPreview { json.write("isPreview", true) }
            json.write("previewToken", previewToken)
        }
    }
}
