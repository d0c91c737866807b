/// What a consumer tells its owner, on the consumer's own thread and in this order for each connection:
/// `connected`, any number of `deliveries`, then `disconnected` or, after `cancelConsuming()`, `cancelled`.
public enum ConsumerEvent: Sendable {
    /// Consuming on every queue. Tags of an earlier generation are worth nothing from here on.
    case connected(generation: UInt64)
    /// What arrived together, in order of its tags; never empty.
    case deliveries([Delivery])
    /// The connection broke, or an attempt to connect failed; another attempt follows by itself.
    case disconnected(AMQPError)
    /// No further delivery will come; acks still go out.
    case cancelled
}
