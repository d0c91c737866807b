public import WireJSON

/// A line of an order: so many units of one stock keeping unit. Amounts are minor units of the order's currency.
public struct OrderLine: JSONCodable, Hashable, Sendable {
    /// The storefront's id of the line, unique within the order.
    public var id: String
    /// The stock keeping unit; `<channel>:<variant id>` when the storefront has no SKU.
    public var sku: String
    public var title: String?
    /// Units ordered, at least 1.
    public var quantity: Int
    /// Price of one unit before discounts.
    public var unitPrice: Int64
    /// Discount of the whole line, not negative.
    public var discount: Int64
    /// Tax of the whole line; part of the price when the order's taxes are included.
    public var tax: Int64
    /// False for what is not handed to a carrier.
    public var requiresShipping: Bool

    public init(
        id: String, sku: String, title: String? = nil, quantity: Int, unitPrice: Int64, discount: Int64 = 0,
        tax: Int64 = 0, requiresShipping: Bool = true
    ) {
        self.id = id
        self.sku = sku
        self.title = title
        self.quantity = quantity
        self.unitPrice = unitPrice
        self.discount = discount
        self.tax = tax
        self.requiresShipping = requiresShipping
    }

    public init(from json: JSONNode) throws(JSONError) {
        id = try json.decode("id")
        sku = try json.decode("sku")
        title = try json.decodeIfPresent("title")
        quantity = try json.decode("quantity")
        unitPrice = try json.decode("unitPrice")
        discount = try json.decode("discount", default: 0)
        tax = try json.decode("tax", default: 0)
        requiresShipping = try json.decode("requiresShipping", default: true)
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("id", id)
            json.write("sku", sku)
            json.write("title", title)
            json.write("quantity", quantity)
            json.write("unitPrice", unitPrice)
            json.write("discount", discount)
            json.write("tax", tax)
            json.write("requiresShipping", requiresShipping)
        }
    }
}
