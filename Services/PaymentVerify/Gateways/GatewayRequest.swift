import Contracts
import FoundationEssentials
import WireJSON

/// What a provider is asked for; the request of the effect, and so what is kept until it is done.
struct GatewayRequest: Hashable, Sendable, JSONCodable {
    var paymentID: UUID
    /// Which operation of its kind, from 0.
    var ordinal: Int
    var amount: Int64
    var currency: Currency
    /// For an authorisation: the provider's token for the card, never a card number.
    var token: String?
    /// For the others: the authorisation they are about.
    var reference: String?
    var payerName: String?
    var payerEmail: String?

    init(
        paymentID: UUID, ordinal: Int, amount: Int64, currency: Currency, token: String? = nil,
        reference: String? = nil, payerName: String? = nil, payerEmail: String? = nil
    ) {
        self.paymentID = paymentID
        self.ordinal = ordinal
        self.amount = amount
        self.currency = currency
        self.token = token
        self.reference = reference
        self.payerName = payerName
        self.payerEmail = payerEmail
    }

    init(from json: JSONNode) throws(JSONError) {
        paymentID = try json.decode("paymentId")
        ordinal = try json.decode("ordinal")
        amount = try json.decode("amount")
        currency = try json.decode("currency")
        token = try json.decodeIfPresent("token")
        reference = try json.decodeIfPresent("reference")
        payerName = try json.decodeIfPresent("payerName")
        payerEmail = try json.decodeIfPresent("payerEmail")
    }

    func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("paymentId", paymentID)
            json.write("ordinal", ordinal)
            json.write("amount", amount)
            json.write("currency", currency)
            json.write("token", token)
            json.write("reference", reference)
            json.write("payerName", payerName)
            json.write("payerEmail", payerEmail)
        }
    }
}
