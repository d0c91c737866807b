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
        try self.init(from: try JSONDocument(parsing: bytes).root)
    }

    public init(from json: JSONNode) throws(JSONError) {
        let envelope = try Envelope(from: json)
        guard let data = json["data"] else { throw json.error(.missing, "data is missing") }
        self.init(envelope: envelope, data: data)
    }

    /// A message of our own making, which does not travel: a timer that is due, a webhook, an answer of a gateway.
    public init(local envelope: Envelope) throws(JSONError) {
        self.init(envelope: envelope, data: try JSONDocument(parsing: envelope.data).root)
    }

    public var id: UUID { envelope.id }
    public var type: MessageType { envelope.type }
    public var orderID: UUID { envelope.orderID ?? .zero }

    /// - Throws: ``JSONError`` with the path below `$.data`'s own root.
    public func payload<Payload: MessagePayload>(_: Payload.Type = Payload.self) throws(JSONError) -> Payload {
        try Payload(from: data)
    }
}
