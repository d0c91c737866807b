public import Contracts
public import FoundationEssentials

/// An envelope on its way out, with where it goes.
public struct OutgoingMessage: Sendable {
    public var envelope: Envelope
    public var exchange: String
    public var routingKey: String
    /// Set for replies: the command whose repeat must be answered with these very bytes.
    public var answers: UUID?
}
