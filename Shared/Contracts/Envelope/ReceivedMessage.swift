public import FoundationEssentials
public import WireJSON

/// An envelope as it came in: parsed once, with its payload still a cursor into the same document, and the hash that
/// tells a repeat from another message with the same id.
public struct ReceivedMessage: Sendable {
    public let envelope: Envelope
    public let data: JSONNode
    public let hash: ContentHash

    public init(envelope: Envelope, data: JSONNode) {
        self.envelope = envelope
        self.data = data
        self.hash = ContentHash(type: envelope.type, subject: envelope.subject, data: data)
    }

    /// - Throws: ``JSONError`` with the place, when the bytes are not an envelope.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        try self.init(from: try JSONDocument(parsing: bytes, limits: .message).root)
    }

    public init(from json: JSONNode) throws(JSONError) {
        let envelope = try Envelope(from: json)
        // Reading the envelope has seen to it that there is data.
        self.init(envelope: envelope, data: json["data"] ?? json)
    }

    /// A message of a storefront.
    /// - Parameter sender: `<channel>/<shop>`, from the routing key that the broker has allowed.
    /// - Throws: ``JSONError`` with the place, when it is not an envelope that a storefront may send.
    public init(fromOutside json: JSONNode, sender: String) throws(JSONError) {
        let envelope = try Envelope(fromOutside: json, sender: sender)
        self.init(envelope: envelope, data: json["data"] ?? json)
    }

    /// A message of our own making, which does not travel: a timer that is due, a webhook, an answer of a gateway.
    public init(local envelope: Envelope) throws(JSONError) {
        self.init(envelope: envelope, data: try JSONDocument(parsing: envelope.data, limits: .message).root)
    }

    /// The same, of which less than all that it says tells it from another with its id.
    public init(local envelope: Envelope, hash: (JSONNode) -> ContentHash) throws(JSONError) {
        self.envelope = envelope
        data = try JSONDocument(parsing: envelope.data, limits: .message).root
        self.hash = hash(data)
    }

    public var id: UUID { envelope.id }
    public var type: MessageType { envelope.type }
    public var orderID: UUID { envelope.orderID ?? .zero }

    /// - Throws: ``JSONError`` with the path in the envelope, such as `$.data.order.lines[0].sku`.
    public func payload<Payload: MessagePayload>(_: Payload.Type = Payload.self) throws(JSONError) -> Payload {
        try Payload(from: data)
    }
}
