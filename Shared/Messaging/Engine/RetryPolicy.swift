/// When a failed message or effect is tried again: capped exponential backoff with full jitter, then parked.
public struct RetryPolicy: Sendable {
    public var base: Duration
    public var cap: Duration
    public var maximumAttempts: Int

    public init(base: Duration = .seconds(1), cap: Duration = .seconds(600), maximumAttempts: Int = 10) {
        self.base = base
        self.cap = cap
        self.maximumAttempts = maximumAttempts
    }

    /// - Parameters:
    ///   - attempts: how many there have been, at least 1.
    ///   - random: from 0 up to 1.
    /// - Returns: nil when it is to be parked.
    public func delay(after attempts: Int, random: Double = .random(in: 0..<1)) -> Duration? {
        guard attempts < maximumAttempts else { return nil }
        let ceiling = min(cap, base * (1 << min(attempts - 1, 20)))
        // Full jitter, with a floor so that a retry is never at once.
        return max(.milliseconds(50), ceiling * random)
    }
}
