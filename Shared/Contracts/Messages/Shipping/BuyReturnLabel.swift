public import FoundationEssentials
public import WireJSON

/// Buy the label with which a customer sends goods back, once per return.
public struct BuyReturnLabel: Command {
    public static let type: MessageType = "waybill.shipping.return_label.buy.v1"

    public var returnID: UUID
    public var order: OrderSummary
    public var from: Address
    /// The code of the site that the goods go to.
    public var site: String
    public var lines: [ParcelLine]
    /// Grams.
    public var weight: Int
    /// The site's address; where the order was sent from when nil.
    public var to: Address?

    public init(
        returnID: UUID, order: OrderSummary, from: Address, site: String, lines: [ParcelLine], weight: Int,
        to: Address? = nil
    ) {
        self.returnID = returnID
        self.order = order
        self.from = from
        self.site = site
        self.lines = lines
        self.weight = weight
        self.to = to
    }

    public init(from json: JSONNode) throws(JSONError) {
        returnID = try json.decode("returnId")
        order = try json.decode("order")
        from = try json.decode("from")
        site = try json.decode("site")
        lines = try json.decode("lines")
        weight = try json.decode("weight")
        to = try json.decodeIfPresent("to")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("returnId", returnID)
            json.write("order", order)
            json.write("from", from)
            json.write("site", site)
            json.write("lines", lines)
            json.write("weight", weight)
            json.write("to", to)
        }
    }
}
