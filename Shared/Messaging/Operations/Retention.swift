/// How long the engine keeps what nobody waits for any more.
///
/// An order that is still open in a service (a message to be retried or parked, an effect, a timer, or anything that
/// came in within the time) keeps all its rows, however old, so that the inbox outlives whatever may still be replayed.
public struct Retention: Sendable {
    /// Inbox rows, by when they were received; the stored replies to their messages go with them, since one without the
    /// other would leave a repeated command without its answer.
    public var inbox: Duration = .seconds(30 * 86_400)
    /// Effects, by when they ended. One whose order still has inbox rows stays.
    public var effect: Duration = .seconds(30 * 86_400)
    /// How often the purge goes round.
    public var interval: Duration = .seconds(3600)
    /// Rows looked at in one transaction, of which there is one a tick: no long transaction, no burst of writes.
    public var chunk = 5000

    public init() {}
}
