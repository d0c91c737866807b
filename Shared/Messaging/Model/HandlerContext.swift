public import Contracts
public import FoundationEssentials

/// What a handler may know besides its rows.
public struct HandlerContext: Sendable {
    /// The message in hand.
    public let envelope: Envelope
    /// How it came: the routing key and the broker user that published it, empty for a local message.
    public let origin: Origin
    /// The database's time of this transaction.
    public let now: Timestamp

    public struct Origin: Hashable, Sendable {
        public var routingKey: String
        public var userID: String?

        public init(routingKey: String = "", userID: String? = nil) {
            self.routingKey = routingKey
            self.userID = userID
        }
    }

    public init(envelope: Envelope, origin: Origin = Origin(), now: Timestamp) {
        self.envelope = envelope
        self.origin = origin
        self.now = now
    }

    /// The order that the message is about; zero when it is about none.
    public var orderID: UUID { envelope.orderID ?? .zero }

    /// The message as something that can be replied to, also much later.
    public var command: CommandReference { CommandReference(envelope) }

    /// A new version 7 id; the same again when the same message is handled again.
    public func newID(_ purpose: String) -> UUID {
        .v7(at: envelope.time, entropy: .v5(purpose, in: envelope.id))
    }
}
