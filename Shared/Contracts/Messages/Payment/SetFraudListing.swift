public import WireJSON

/// An operator puts a buyer on the list, or changes the entry.
public struct SetFraudListing: Command {
    public static let type: MessageType = "waybill.payment.fraud.list.set.v1"

    /// `email`, `phone`, `address` or `token`.
    public var kind: String
    /// Hexadecimal: of the value's normal form, so that the value itself does not travel.
    public var digest: String
    /// `deny`, `review` or `allow`.
    public var effect: String
    public var reason: String
    public var actor: String
    public var expiresAt: Timestamp?

    public init(
        kind: String, digest: String, effect: String, reason: String, actor: String, expiresAt: Timestamp? = nil
    ) {
        self.kind = kind
        self.digest = digest
        self.effect = effect
        self.reason = reason
        self.actor = actor
        self.expiresAt = expiresAt
    }

    public init(from json: JSONNode) throws(JSONError) {
        kind = try json.decode("kind")
        digest = try json.decode("digest")
        effect = try json.decode("effect")
        reason = try json.decode("reason")
        actor = try json.decode("actor")
        expiresAt = try json.decodeIfPresent("expiresAt")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("kind", kind)
            json.write("digest", digest)
            json.write("effect", effect)
            json.write("reason", reason)
            json.write("actor", actor)
            json.write("expiresAt", expiresAt)
        }
    }
}
