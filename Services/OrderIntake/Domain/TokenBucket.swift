/// So many a second, and a few more at once after a pause.
package struct TokenBucket: Sendable {
    /// Tokens a second.
    private let rate: Double
    private let capacity: Double
    private var tokens: Double
    private var filledAt: ContinuousClock.Instant
    /// Nothing is taken before.
    private var opensAt: ContinuousClock.Instant

    /// It begins full.
    package init(rate: Int, capacity: Int, now: ContinuousClock.Instant) {
        self.init(perSecond: Double(max(1, rate)), capacity: capacity, now: now)
    }

    /// - Parameter perSecond: above zero; also less than one.
    package init(perSecond: Double, capacity: Int, now: ContinuousClock.Instant) {
        rate = max(perSecond, 1e-6)
        self.capacity = Double(max(1, capacity))
        tokens = self.capacity
        filledAt = now
        opensAt = now
    }

    /// Takes one.
    /// - Returns: nil when there was one, else how long it takes until there is.
    package mutating func take(now: ContinuousClock.Instant) -> Duration? {
        fill(now: now)
        if now < opensAt { return now.duration(to: opensAt) }
        guard tokens < 1 else {
            tokens -= 1
            return nil
        }
        return .seconds((1 - tokens) / rate)
    }

    /// Whoever counts on the other side says that nothing is left: there is one again after that time, and more later.
    package mutating func drain(for pause: Duration, now: ContinuousClock.Instant) {
        opensAt = max(opensAt, now.advanced(by: pause))
        tokens = 1
        filledAt = opensAt
    }

    /// How much of it is used, from 0 to 1.
    package mutating func use(now: ContinuousClock.Instant) -> Double {
        fill(now: now)
        return now < opensAt ? 1 : 1 - tokens / capacity
    }

    private mutating func fill(now: ContinuousClock.Instant) {
        guard now > filledAt else { return }
        tokens = min(capacity, tokens + rate * (filledAt.duration(to: now) / .seconds(1)))
        filledAt = now
    }
}
