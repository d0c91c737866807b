public import WireJSON

/// A storefront asks for a return of delivered goods.
public struct ReturnSubmitted: Command {
    public static let type: MessageType = "waybill.intake.order.return.v1"

    /// Your own id of the order.
    public var externalID: String
    public var lines: [ReturnLine]
    public var settlement: ReturnSettlementKind
    /// What is wanted instead, when the settlement is an exchange.
    public var exchangeLines: [ExchangeLine]
    /// Asks what it would come to, and changes nothing.
    public var isPreview: Bool

    public init(
        externalID: String, lines: [ReturnLine], settlement: ReturnSettlementKind, exchangeLines: [ExchangeLine] = [],
        isPreview: Bool = false
    ) {
        self.externalID = externalID
        self.lines = lines
        self.settlement = settlement
        self.exchangeLines = exchangeLines
        self.isPreview = isPreview
    }

    public init(from json: JSONNode) throws(JSONError) {
        externalID = try json.decode("externalId")
        lines = try json.decode("lines")
        settlement = try json.decode("settlement")
        exchangeLines = try json.decode("exchangeLines", default: [])
        isPreview = try json.decode("isPreview", default: false)
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("externalId", externalID)
            json.write("lines", lines)
            json.write("settlement", settlement)
            if !exchangeLines.isEmpty { json.write("exchangeLines", exchangeLines) }
            if isPreview { json.write("isPreview", true) }
        }
    }
}
