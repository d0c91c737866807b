public import Contracts
public import FoundationEssentials

/// An envelope on its way out, with where it goes.
public struct OutgoingMessage: Sendable {
    public var envelope: Envelope
    public var exchange: String
    public var routingKey: String
    /// Set for replies: the command whose repeat must be answered with these very bytes.
    public var answers: UUID?

    /// Whether an unroutable message is an alarm. Never for the public exchange: an absent shop harms nobody.
    public var isMandatory: Bool { exchange != Topology.publicEvents }
}
