public import WireJSON

/// How the order is paid, and what is known about the money.
public struct PaymentInstruction: JSONCodable, Hashable, Sendable {
    public var method: PaymentMethod
    public var state: PaymentState
    /// What was paid or authorised, in minor units, when the storefront says so.
    public var amount: Int64?
    /// The currency of `amount`, when it is said.
    public var currency: Currency?
    /// The payment provider's token for a card; never a card number.
    public var token: String?
    /// The provider's or the marketplace's reference.
    public var reference: String?
    /// The name the provider knows the payer by.
    public var payerName: String?
    public var payerEmail: String?

    public init(
        method: PaymentMethod, state: PaymentState, amount: Int64? = nil, currency: Currency? = nil,
        token: String? = nil, reference: String? = nil, payerName: String? = nil, payerEmail: String? = nil
    ) {
        self.method = method
        self.state = state
        self.amount = amount
        self.currency = currency
        self.token = token
        self.reference = reference
        self.payerName = payerName
        self.payerEmail = payerEmail
    }

    public init(from json: JSONNode) throws(JSONError) {
        method = try json.decode("method")
        state = try json.decode("state")
        amount = try json.decodeIfPresent("amount")
        currency = try json.decodeIfPresent("currency")
        token = try json.decodeIfPresent("token")
        reference = try json.decodeIfPresent("reference")
        payerName = try json.decodeIfPresent("payerName")
        payerEmail = try json.decodeIfPresent("payerEmail")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("method", method)
            json.write("state", state)
            json.write("amount", amount)
            json.write("currency", currency)
            json.write("token", token)
            json.write("reference", reference)
            json.write("payerName", payerName)
            json.write("payerEmail", payerEmail)
        }
    }
}
