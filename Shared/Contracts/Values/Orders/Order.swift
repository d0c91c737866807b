public import FoundationEssentials
public import WireJSON

/// The canonical order: one model for all channels. Amounts are minor units of `currency`.
public struct Order: JSONCodable, Hashable, Sendable {
    /// Ours: UUIDv7, given at intake; zero, or left out, in a submission.
    public var id: UUID
    /// Lower case, such as `shopify`.
    public var channel: String
    /// Which of the channel's shops.
    public var shop: String
    /// The storefront's id. Unique by (channel, shop, external id).
    public var externalID: String
    /// What the customer sees, such as `#1001`.
    public var number: String
    public var kind: OrderKind
    /// Ours, of the order that this one is sent in exchange for.
    public var originalOrderID: UUID?
    public var placedAt: Timestamp
    /// The storefront's own time of this content: the newest wins.
    public var updatedAt: Timestamp?
    /// ISO 4217.
    public var currency: Currency
    /// Whether unit prices contain tax.
    public var taxesIncluded: Bool
    public var customer: Customer
    /// Missing when nothing is shipped.
    public var shippingAddress: Address?
    public var billingAddress: Address?
    /// 1 to 5,000.
    public var lines: [OrderLine]
    /// Shipping charged, with its tax when taxes are included.
    public var shipping: Int64
    /// Discount on the order beyond the lines' own, not negative.
    public var discount: Int64
    /// Other charges, such as for cash on delivery; negative for a credit.
    public var fees: Int64
    /// Tax of lines and shipping together.
    public var tax: Int64
    /// What the customer pays.
    public var total: Int64
    public var payment: PaymentInstruction
    public var note: String?
    public var tags: [String]
    /// What does not add up in a channel's own figures: recorded, not refused.
    public var mismatches: [Reason]

    public init(
        id: UUID, channel: String, shop: String, externalID: String, number: String, kind: OrderKind = .standard,
        originalOrderID: UUID? = nil, placedAt: Timestamp, updatedAt: Timestamp? = nil, currency: Currency,
        taxesIncluded: Bool = true, customer: Customer, shippingAddress: Address? = nil, billingAddress: Address? = nil,
        lines: [OrderLine],
        shipping: Int64 = 0, discount: Int64 = 0, fees: Int64 = 0, tax: Int64 = 0, total: Int64,
        payment: PaymentInstruction, note: String? = nil, tags: [String] = [], mismatches: [Reason] = []
    ) {
        self.id = id
        self.channel = channel
        self.shop = shop
        self.externalID = externalID
        self.number = number
        self.kind = kind
        self.originalOrderID = originalOrderID
        self.placedAt = placedAt
        self.updatedAt = updatedAt
        self.currency = currency
        self.taxesIncluded = taxesIncluded
        self.customer = customer
        self.shippingAddress = shippingAddress
        self.billingAddress = billingAddress
        self.lines = lines
        self.shipping = shipping
        self.discount = discount
        self.fees = fees
        self.tax = tax
        self.total = total
        self.payment = payment
        self.note = note
        self.tags = tags
        self.mismatches = mismatches
    }

    public init(from json: JSONNode) throws(JSONError) {
        id = try json.decode("id", default: .zero)
        channel = try json.decode("channel")
        shop = try json.decode("shop")
        externalID = try json.decode("externalId")
        number = try json.decode("number")
        kind = try json.decode("kind", default: .standard)
        originalOrderID = try json.decodeIfPresent("originalOrderId")
        placedAt = try json.decode("placedAt")
        updatedAt = try json.decodeIfPresent("updatedAt")
        currency = try json.decode("currency")
        taxesIncluded = try json.decode("taxesIncluded", default: true)
        customer = try json.decode("customer")
        shippingAddress = try json.decodeIfPresent("shippingAddress")
        billingAddress = try json.decodeIfPresent("billingAddress")
        lines = try json.decode("lines")
        shipping = try json.decode("shipping", default: 0)
        discount = try json.decode("discount", default: 0)
        fees = try json.decode("fees", default: 0)
        tax = try json.decode("tax", default: 0)
        total = try json.decode("total")
        payment = try json.decode("payment")
        note = try json.decodeIfPresent("note")
        tags = try json.decode("tags", default: [])
        mismatches = try json.decode("mismatches", default: [])
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("id", id)
            json.write("channel", channel)
            json.write("shop", shop)
            json.write("externalId", externalID)
            json.write("number", number)
            json.write("kind", kind)
            json.write("originalOrderId", originalOrderID)
            json.write("placedAt", placedAt)
            json.write("updatedAt", updatedAt)
            json.write("currency", currency)
            json.write("taxesIncluded", taxesIncluded)
            json.write("customer", customer)
            json.write("shippingAddress", shippingAddress)
            json.write("billingAddress", billingAddress)
            json.write("lines", lines)
            json.write("shipping", shipping)
            json.write("discount", discount)
            json.write("fees", fees)
            json.write("tax", tax)
            json.write("total", total)
            json.write("payment", payment)
            json.write("note", note)
            json.write("tags", tags)
            json.write("mismatches", mismatches)
        }
    }
}
