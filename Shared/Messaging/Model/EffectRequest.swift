import Contracts
public import WireJSON

/// Something that leaves the building: a provider, a carrier, a mail server. It is written with the rows, done after
/// the commit, outside of any transaction, and its result comes back as a message to the service itself.
public struct EffectRequest: Sendable {
    /// Which ``EffectPerformer`` does it.
    public let kind: String
    /// Derived from the business intent, such as `capture/<payment id>/0`: two requests of one key are one effect.
    /// Keys of money and labels never contain the epoch.
    public let key: String
    /// What the performer is given, as JSON.
    public let request: [UInt8]
    /// The command that the result answers in the end.
    public let command: CommandReference

    public init(kind: String, key: String, request: some JSONEncodable, command: CommandReference) {
        self.kind = kind
        self.key = key
        self.request = request.jsonBytes
        self.command = command
    }
}
