import Synchronization

/// How many requests a shop may make of this process: a token bucket each. Only shops that have signed are counted, so that
/// nobody uses up another's, and there are no more buckets than shops.
package final class ShopRates: Sendable {
    private let rate: Int
    private let burst: Int
    private let buckets = Mutex<[ShopKey: TokenBucket]>([:])

    /// - Parameters:
    ///   - rate: requests a second.
    ///   - burst: requests at once.
    package init(rate: Int = 50, burst: Int = 200) {
        self.rate = rate
        self.burst = burst
    }

    /// - Returns: nil when the shop may go on, else for how long it is to wait.
    package func take(_ shop: ShopKey, now: ContinuousClock.Instant = .now) -> Duration? {
        buckets.withLock { buckets in
            buckets[shop, default: TokenBucket(rate: rate, capacity: burst, now: now)].take(now: now)
        }
    }
}
