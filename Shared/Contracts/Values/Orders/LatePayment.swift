public import WireJSON

/// What came in for an order that was given up before it was paid.
public struct LatePayment: JSONCodable, Hashable, Sendable {
    public var channel: String
    public var shop: String
    /// By what means, and how much when that is said.
    public var instruction: PaymentInstruction
    /// What the order cost, in minor units.
    public var amount: Int64
    public var currency: Currency

    public init(
        channel: String, shop: String, instruction: PaymentInstruction, amount: Int64, currency: Currency
    ) {
        self.channel = channel
        self.shop = shop
        self.instruction = instruction
        self.amount = amount
        self.currency = currency
    }

    public init(from json: JSONNode) throws(JSONError) {
        channel = try json.decode("channel")
        shop = try json.decode("shop")
        instruction = try json.decode("instruction")
        amount = try json.decode("amount")
        currency = try json.decode("currency")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("channel", channel)
            json.write("shop", shop)
            json.write("instruction", instruction)
            json.write("amount", amount)
            json.write("currency", currency)
        }
    }
}
