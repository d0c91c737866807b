public import WireJSON

/// How an entry of the list stands now.
public struct FraudListingAnswered: Answer {
    public static let type: MessageType = "waybill.payment.fraud.list.answered.v1"

    /// `email`, `phone`, `address` or `token`.
    public var kind: String
    /// Hexadecimal: of the value's normal form, so that the value itself does not travel.
    public var digest: String
    /// Missing when there is no entry any more.
    public var effect: String?

    public init(kind: String, digest: String, effect: String? = nil) {
        self.kind = kind
        self.digest = digest
        self.effect = effect
    }

    public init(from json: JSONNode) throws(JSONError) {
        kind = try json.decode("kind")
        digest = try json.decode("digest")
        effect = try json.decodeIfPresent("effect")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("kind", kind)
            json.write("digest", digest)
            json.write("effect", effect)
        }
    }
}
