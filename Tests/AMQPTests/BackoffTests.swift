import Testing

@testable import AMQP

@Suite("The backoff")
struct BackoffTests {
    @Test("stays between 0.1 and 10 seconds, spreads, and starts again after a reset", arguments: UInt64(1)...3)
    func bounds(seed: UInt64) {
        var random = SplitMix(state: seed)
        var backoff = Backoff()
        #expect(backoff.next(using: &random) == .milliseconds(100), "seed \(seed)")
        var bound = Duration.milliseconds(200)
        for _ in 0..<20 {
            let delay = backoff.next(using: &random)
            #expect(delay >= .milliseconds(100) && delay <= bound, "seed \(seed)")
            bound = min(bound * 2, .seconds(10))
        }
        let late = (0..<50).map { _ in backoff.next(using: &random) }
        #expect(late.contains { $0 < .seconds(3) } && late.contains { $0 > .seconds(7) }, "seed \(seed)")
        backoff.reset()
        #expect(backoff.next(using: &random) == .milliseconds(100), "seed \(seed)")
    }
}
