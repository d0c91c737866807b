public import Contracts
public import FoundationEssentials
import WireJSON

/// An envelope on its way out, with where it goes.
public struct OutgoingMessage: Sendable {
    public var envelope: Envelope {
        didSet { bytes = envelope.jsonBytes }
    }
    /// The envelope as it goes out: made once, for the outbox and for whoever keeps it.
    public private(set) var bytes: [UInt8]
    public var exchange: String
    public var routingKey: String
    /// Set for replies: the command whose repeat must be answered with these very bytes.
    public var answers: UUID?

    init(envelope: Envelope, exchange: String, routingKey: String, answers: UUID? = nil) {
        self.envelope = envelope
        bytes = envelope.jsonBytes
        self.exchange = exchange
        self.routingKey = routingKey
        self.answers = answers
    }
}
