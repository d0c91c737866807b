/// So many a second, and a few more at once after a pause.
package struct TokenBucket: Sendable {
    /// Tokens a second.
    private var rate: Double
    private var capacity: Double
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

    /// Takes one, or as many as something costs.
    /// - Returns: nil when there were so many, else how long it takes until there are.
    package mutating func take(_ cost: Double = 1, now: ContinuousClock.Instant) -> Duration? {
        fill(now: now)
        if now < opensAt { return now.duration(to: opensAt) }
        let cost = min(cost, capacity)
        guard tokens < cost else {
            tokens -= cost
            return nil
        }
        return .seconds((cost - tokens) / rate)
    }

    /// Whoever counts on the other side says how it stands.
    package mutating func learn(left: Double, capacity: Double, perSecond: Double, now: ContinuousClock.Instant) {
        guard capacity >= 1, perSecond > 0, left >= 0 else { return }
        self.capacity = capacity
        rate = perSecond
        tokens = min(left, capacity)
        filledAt = max(filledAt, now)
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
