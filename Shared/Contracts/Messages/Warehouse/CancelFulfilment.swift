public import FoundationEssentials
public import WireJSON

/// Stop a fulfilment order that is not handed over, or take units off it; refuse one that comes later.
public struct CancelFulfilment: Command {
    public static let type: MessageType = "waybill.warehouse.cancel.v1"

    public var fulfilmentOrderID: UUID
    public var reason: String
    /// Units to take off it, per order line; empty for all of it.
    public var lines: [LineQuantity]
    /// Of kits that several sites send parts of: articles to take off it, whatever `lines` says of their order line. Never
    /// without `lines`.
    public var articles: [ParcelLine]

    public init(fulfilmentOrderID: UUID, reason: String, lines: [LineQuantity] = [], articles: [ParcelLine] = []) {
        self.fulfilmentOrderID = fulfilmentOrderID
        self.reason = reason
        self.lines = lines
        self.articles = articles
    }

    public init(from json: JSONNode) throws(JSONError) {
        fulfilmentOrderID = try json.decode("fulfilmentOrderId")
        reason = try json.decode("reason")
        lines = try json.decode("lines", default: [])
        articles = try json.decode("articles", default: [])
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("fulfilmentOrderId", fulfilmentOrderID)
            json.write("reason", reason)
            if !lines.isEmpty { json.write("lines", lines) }
            if !articles.isEmpty { json.write("articles", articles) }
        }
    }
}
