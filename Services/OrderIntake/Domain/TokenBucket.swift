/// So many a second, and a few more at once after a pause.
package struct TokenBucket: Sendable {
    /// Tokens a second.
    private let rate: Double
    private let capacity: Double
    private var tokens: Double
    private var filledAt: ContinuousClock.Instant

    /// It begins full.
    package init(rate: Int, capacity: Int, now: ContinuousClock.Instant) {
        self.rate = Double(max(1, rate))
        self.capacity = Double(max(1, capacity))
        tokens = self.capacity
        filledAt = now
    }

    /// Takes one.
    /// - Returns: nil when there was one, else how long it takes until there is.
    package mutating func take(now: ContinuousClock.Instant) -> Duration? {
        let passed = max(.zero, filledAt.duration(to: now))
        tokens = min(capacity, tokens + rate * (passed / .seconds(1)))
        filledAt = max(filledAt, now)
        guard tokens < 1 else {
            tokens -= 1
            return nil
        }
        return .seconds((1 - tokens) / rate)
    }
}
