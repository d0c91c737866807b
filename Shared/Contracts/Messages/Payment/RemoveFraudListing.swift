public import WireJSON

/// An operator takes a buyer off the list.
public struct RemoveFraudListing: Command {
    public static let type: MessageType = "waybill.payment.fraud.list.remove.v1"

    /// `email`, `phone`, `address` or `token`.
    public var kind: String
    /// Hexadecimal: of the value's normal form, so that the value itself does not travel.
    public var digest: String
    public var reason: String
    public var actor: String

    public init(kind: String, digest: String, reason: String, actor: String) {
        self.kind = kind
        self.digest = digest
        self.reason = reason
        self.actor = actor
    }

    public init(from json: JSONNode) throws(JSONError) {
        kind = try json.decode("kind")
        digest = try json.decode("digest")
        reason = try json.decode("reason")
        actor = try json.decode("actor")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("kind", kind)
            json.write("digest", digest)
            json.write("reason", reason)
            json.write("actor", actor)
        }
    }
}
