import OrderIntake
import WireJSON

/// Maps each payload again and again.
struct MappingRun: Sendable {
    let rounds: Int

    func run(_ payloads: [BenchPayload]) throws -> MappingResult {
        MappingResult(
            orders: try payloads.map { payload in
                // The first rounds fill caches and are not counted.
                for _ in 0..<max(1, rounds / 10) { try payload.map() }
                var histogram = LatencyHistogram()
                let clock = ContinuousClock()
                for _ in 0..<rounds {
                    histogram.record(try clock.measure { try payload.map() }.wholeNanoseconds)
                }
                return MappingResult.Mapped(payload: payload, nanoseconds: histogram)
            })
    }
}

extension Duration {
    fileprivate var wholeNanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
