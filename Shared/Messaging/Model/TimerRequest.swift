public import Contracts

/// A message to oneself, later. The delay counts on the database's clock from the commit of the transaction.
public struct TimerRequest: Sendable {
    public let key: String
    public let delay: Duration
    public let envelope: Envelope

    public init(key: String, delay: Duration, envelope: Envelope) {
        self.key = key
        self.delay = delay
        self.envelope = envelope
    }
}

/// What a handler wants of the timers.
public enum TimerChange: Sendable {
    case set(TimerRequest)
    case cancel(key: String)
}
