/// What a publisher tells its owner, on the publisher's own thread.
public enum PublisherEvent: Sendable {
    /// Outbox ids that the broker has taken responsibility for and could route; never empty, ids of 0 left out.
    case confirmed([Int64])
    /// The broker has answered for this message, but nobody has it: it reached no queue although it was mandatory
    /// (312), the broker refuses it (403, 404, 406, 311), or it cannot be expressed in AMQP (502, found before it was
    /// sent). It is not sent again.
    case returned(Outbound, replyCode: Int, text: String)
    /// The broker is low on memory or disk (`true`), or no longer is.
    case blocked(Bool)
    /// In confirm mode; what was unsettled is being sent again.
    case connected
    /// The connection broke, or an attempt to connect failed; another attempt follows by itself.
    case disconnected(AMQPError)
}
