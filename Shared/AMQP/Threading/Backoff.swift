/// Full-jitter exponential backoff: anything between 0.1 s and a bound that doubles up to 10 s, so that many processes
/// which lost the same broker do not come back in step.
struct Backoff {
    private static let least = Duration.milliseconds(100)
    private static let most = Duration.seconds(10)

    private var bound = Self.least

    mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        let share = Double.random(in: 0...1, using: &generator)
        defer { bound = min(bound * 2, Self.most) }
        return max(Self.least, bound * share)
    }

    mutating func next() -> Duration {
        var generator = SystemRandomNumberGenerator()
        return next(using: &generator)
    }

    mutating func reset() { self = Backoff() }
}
