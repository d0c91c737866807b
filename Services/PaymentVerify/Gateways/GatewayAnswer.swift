import Contracts
import WireJSON

/// What a provider did: carried out or refused. A refusal is an answer too; no answer is a ``GatewayError``.
struct GatewayAnswer: Hashable, Sendable, JSONCodable {
    var isDone: Bool
    var amount: Int64
    var currency: Currency
    /// The provider's: of the authorisation, or of the capture, void or refund.
    var reference: String?
    /// When an authorisation lapses.
    var expiresAt: Timestamp?
    var payerName: String?
    var payerEmail: String?
    /// Why it was refused.
    var refusal: Reason?

    init(
        isDone: Bool, amount: Int64, currency: Currency, reference: String? = nil, expiresAt: Timestamp? = nil,
        payerName: String? = nil, payerEmail: String? = nil, refusal: Reason? = nil
    ) {
        self.isDone = isDone
        self.amount = amount
        self.currency = currency
        self.reference = reference
        self.expiresAt = expiresAt
        self.payerName = payerName
        self.payerEmail = payerEmail
        self.refusal = refusal
    }

    init(from json: JSONNode) throws(JSONError) {
        isDone = try json.decode("isDone")
        amount = try json.decode("amount")
        currency = try json.decode("currency")
        reference = try json.decodeIfPresent("reference")
        expiresAt = try json.decodeIfPresent("expiresAt")
        payerName = try json.decodeIfPresent("payerName")
        payerEmail = try json.decodeIfPresent("payerEmail")
        refusal = try json.decodeIfPresent("refusal")
    }

    func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("isDone", isDone)
            json.write("amount", amount)
            json.write("currency", currency)
            json.write("reference", reference)
            json.write("expiresAt", expiresAt)
            json.write("payerName", payerName)
            json.write("payerEmail", payerEmail)
            json.write("refusal", refusal)
        }
    }
}
