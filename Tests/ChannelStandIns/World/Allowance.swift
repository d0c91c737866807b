/// A limit as a channel publishes it: calls at once, and calls a second after that.
package struct PublishedLimit: Sendable, Hashable {
    package let name: String
    package let burst: Double
    package let perSecond: Double

    package init(_ name: String, burst: Double, perSecond: Double) {
        self.name = name
        self.burst = burst
        self.perSecond = perSecond
    }
}

/// How much of a limit is left.
package struct Allowance: Sendable {
    package let limit: PublishedLimit
    package private(set) var left: Double
    private var at: Int64

    package init(_ limit: PublishedLimit, now: Int64) {
        self.limit = limit
        left = limit.burst
        at = now
    }

    /// - Parameters:
    ///   - now: milliseconds since 1970.
    ///   - pace: how many times faster than published it fills up again, so that a test need not wait for hours.
    /// - Returns: nil when the call is within the limit, else after how many seconds it would be.
    package mutating func take(_ cost: Double = 1, now: Int64, pace: Double = 1) -> Double? {
        let rate = limit.perSecond * pace
        left = min(limit.burst, left + Double(max(0, now - at)) / 1000 * rate)
        at = now
        guard left >= cost else { return (cost - left) / rate }
        left -= cost
        return nil
    }
}
