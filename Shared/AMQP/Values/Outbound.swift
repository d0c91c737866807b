/// A message to be published.
public struct Outbound: Sendable, Hashable {
    /// The outbox row it comes from; 0 for none. Rows are what confirms are reported by.
    public var id: Int64
    public var exchange: String
    public var routingKey: String
    /// The broker gives the message back when it reaches no queue.
    public var mandatory: Bool
    public var properties: MessageProperties
    public var body: [UInt8]

    public init(
        id: Int64 = 0, exchange: String, routingKey: String, mandatory: Bool = true,
        properties: MessageProperties = MessageProperties(), body: [UInt8]
    ) {
        self.id = id
        self.exchange = exchange
        self.routingKey = routingKey
        self.mandatory = mandatory
        self.properties = properties
        self.body = body
    }

    /// A header that names the row in a message that can come back. A return carries no tag, and what else it carries may
    /// be another message's too: the same envelope can be in two packs.
    package static let rowHeader = "outbox"
}
