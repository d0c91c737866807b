public import WireJSON

/// A storefront asks to change the address or quantities of an order. It may come before the order itself.
public struct ChangeSubmitted: Command {
    public static let type: MessageType = "waybill.intake.order.change.v1"

    /// Your own id of the order.
    public var externalID: String
    public var shippingAddress: Address?
    /// New quantities of the lines named.
    public var lines: [LineQuantity]
    public var reason: String
    /// Asks what it would come to, and changes nothing.
    public var isPreview: Bool
    /// From the answer to a preview: refused when the order has moved since.
    public var previewToken: String?

    public init(
        externalID: String, shippingAddress: Address? = nil, lines: [LineQuantity] = [], reason: String = "",
        isPreview: Bool = false, previewToken: String? = nil
    ) {
        self.externalID = externalID
        self.shippingAddress = shippingAddress
        self.lines = lines
        self.reason = reason
        self.isPreview = isPreview
        self.previewToken = previewToken
    }

    public init(from json: JSONNode) throws(JSONError) {
        externalID = try json.decode("externalId")
        shippingAddress = try json.decodeIfPresent("shippingAddress")
        lines = try json.decode("lines", default: [])
        reason = try json.decode("reason", default: "")
        isPreview = try json.decode("isPreview", default: false)
        previewToken = try json.decodeIfPresent("previewToken")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("externalId", externalID)
            json.write("shippingAddress", shippingAddress)
            if !lines.isEmpty { json.write("lines", lines) }
            json.write("reason", reason)
            if isPreview { json.write("isPreview", true) }
            json.write("previewToken", previewToken)
        }
    }
}
