public import FoundationEssentials
public import WireJSON

/// Authorise the money, verify it against the order, and judge the risk.
public struct AuthorisePayment: Command {
    public static let type: MessageType = "waybill.payment.authorise.v1"

    public var paymentID: UUID
    public var channel: String
    public var shop: String
    public var instruction: PaymentInstruction
    /// What the order costs.
    public var amount: Int64
    public var currency: Currency
    public var customer: Customer
    public var shippingAddress: Address?
    public var billingAddress: Address?
    /// What the amount is made of, line by line, with its share of shipping and fees; empty when it is not said.
    public var lines: [LineAmount]
    public var placedAt: Timestamp

    public init(
        paymentID: UUID, channel: String, shop: String, instruction: PaymentInstruction, amount: Int64,
        currency: Currency, customer: Customer, shippingAddress: Address? = nil, billingAddress: Address? = nil,
        lines: [LineAmount] = [], placedAt: Timestamp
    ) {
        self.paymentID = paymentID
        self.channel = channel
        self.shop = shop
        self.instruction = instruction
        self.amount = amount
        self.currency = currency
        self.customer = customer
        self.shippingAddress = shippingAddress
        self.billingAddress = billingAddress
        self.lines = lines
        self.placedAt = placedAt
    }

    public init(from json: JSONNode) throws(JSONError) {
        paymentID = try json.decode("paymentId")
        channel = try json.decode("channel")
        shop = try json.decode("shop")
        instruction = try json.decode("instruction")
        amount = try json.decode("amount")
        currency = try json.decode("currency")
        customer = try json.decode("customer")
        shippingAddress = try json.decodeIfPresent("shippingAddress")
        billingAddress = try json.decodeIfPresent("billingAddress")
        lines = try json.decode("lines", default: [])
        placedAt = try json.decode("placedAt")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("paymentId", paymentID)
            json.write("channel", channel)
            json.write("shop", shop)
            json.write("instruction", instruction)
            json.write("amount", amount)
            json.write("currency", currency)
            json.write("customer", customer)
            json.write("shippingAddress", shippingAddress)
            json.write("billingAddress", billingAddress)
            if !lines.isEmpty { json.write("lines", lines) }
            json.write("placedAt", placedAt)
        }
    }
}
