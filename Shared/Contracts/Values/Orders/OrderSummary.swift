public import FoundationEssentials
public import WireJSON

/// What a message to the customer or the storefront needs to know of the order.
public struct OrderSummary: JSONCodable, Hashable, Sendable {
    public var id: UUID
    public var channel: String
    public var shop: String
    public var externalID: String
    public var number: String
    public var currency: Currency
    public var total: Int64
    public var customer: Customer
    public var shippingAddress: Address?
    public var lines: [SummaryLine]
    /// What was paid for each line, in the order of `lines`; empty when it is not known.
    public var shares: [LineShare]
    public var paymentMethod: PaymentMethod?

    public init(
        id: UUID, channel: String, shop: String, externalID: String, number: String, currency: Currency, total: Int64,
        customer: Customer, shippingAddress: Address? = nil, lines: [SummaryLine], shares: [LineShare] = [],
        paymentMethod: PaymentMethod? = nil
    ) {
        self.id = id
        self.channel = channel
        self.shop = shop
        self.externalID = externalID
        self.number = number
        self.currency = currency
        self.total = total
        self.customer = customer
        self.shippingAddress = shippingAddress
        self.lines = lines
        self.shares = shares
        self.paymentMethod = paymentMethod
    }

    public init(from json: JSONNode) throws(JSONError) {
        id = try json.decode("id")
        channel = try json.decode("channel")
        shop = try json.decode("shop")
        externalID = try json.decode("externalId")
        number = try json.decode("number")
        currency = try json.decode("currency")
        total = try json.decode("total")
        customer = try json.decode("customer")
        shippingAddress = try json.decodeIfPresent("shippingAddress")
        lines = try json.decode("lines")
        shares = try json.decode("shares", default: [])
        paymentMethod = try json.decodeIfPresent("paymentMethod")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("id", id)
            json.write("channel", channel)
            json.write("shop", shop)
            json.write("externalId", externalID)
            json.write("number", number)
            json.write("currency", currency)
            json.write("total", total)
            json.write("customer", customer)
            json.write("shippingAddress", shippingAddress)
            json.write("lines", lines)
            if !shares.isEmpty { json.write("shares", shares) }
            json.write("paymentMethod", paymentMethod)
        }
    }
}
