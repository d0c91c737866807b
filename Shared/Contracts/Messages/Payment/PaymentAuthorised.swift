public import FoundationEssentials
public import WireJSON

/// The money is there and is what the order says.
public struct PaymentAuthorised: Event {
    public static let type: MessageType = "waybill.payment.authorised.v1"

    public var paymentID: UUID
    public var authorised: Int64
    /// What is captured already: all of it when a marketplace was paid.
    public var captured: Int64
    /// The provider's.
    public var reference: String?
    /// When the authorisation lapses.
    public var expiresAt: Timestamp?

    public init(
        paymentID: UUID, authorised: Int64, captured: Int64, reference: String? = nil, expiresAt: Timestamp? = nil
    ) {
        self.paymentID = paymentID
        self.authorised = authorised
        self.captured = captured
        self.reference = reference
        self.expiresAt = expiresAt
    }

    public init(from json: JSONNode) throws(JSONError) {
        paymentID = try json.decode("paymentId")
        authorised = try json.decode("authorised")
        captured = try json.decode("captured")
        reference = try json.decodeIfPresent("reference")
        expiresAt = try json.decodeIfPresent("expiresAt")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("paymentId", paymentID)
            json.write("authorised", authorised)
            json.write("captured", captured)
            json.write("reference", reference)
            json.write("expiresAt", expiresAt)
        }
    }
}
