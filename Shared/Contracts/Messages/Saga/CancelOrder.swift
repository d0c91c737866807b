public import WireJSON

/// Cancel an order, or some units of it, that is not handed over.
public struct CancelOrder: Command {
    public static let type: MessageType = "waybill.saga.order.cancel.v1"

    public var reason: String
    public var actor: String
    /// Empty for the whole order. All of these, or nothing.
    public var lines: [LineQuantity]
    /// Asks what it would give back, and changes nothing.
    public var isPreview: Bool

    public init(reason: String, actor: String, lines: [LineQuantity] = [], isPreview: Bool = false) {
        self.reason = reason
        self.actor = actor
        self.lines = lines
        self.isPreview = isPreview
    }

    public init(from json: JSONNode) throws(JSONError) {
        reason = try json.decode("reason")
        actor = try json.decode("actor")
        lines = try json.decode("lines", default: [])
        isPreview = try json.decode("isPreview", default: false)
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("reason", reason)
            json.write("actor", actor)
            if !lines.isEmpty { json.write("lines", lines) }
            if isPreview { json.write("isPreview", true) }
        }
    }
}
