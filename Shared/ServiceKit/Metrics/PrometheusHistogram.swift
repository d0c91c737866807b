import Metrics
import Synchronization

/// Counts values by fixed upper bounds: timers (in seconds) and recorders of amounts.
///
/// One short lock per use: sum, count and bucket belong together, or a scrape would see a histogram that contradicts
/// itself.
final class PrometheusHistogram: TimerHandler, RecorderHandler, MetricSeries {
    struct Buckets {
        /// Ascending; the one without an upper bound is not in it.
        let bounds: [Double]

        /// From half a millisecond (a message at rest) to a minute (an effect that timed out).
        static let seconds = Buckets(bounds: [
            0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
        ])
        /// Batch sizes, rows, bytes.
        static let amounts = Buckets(bounds: [
            1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 100_000, 1_000_000,
        ])
    }

    private struct State {
        var counts: [UInt64]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let state: Mutex<State>

    init(buckets: Buckets) {
        bounds = buckets.bounds
        state = Mutex(State(counts: Array(repeating: 0, count: buckets.bounds.count + 1)))
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        guard !value.isNaN else { return }
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock { state in
            state.counts[bucket] += 1
            state.sum += value
        }
    }

    func write(_ name: String, _ labels: MetricLabels, to text: inout String) {
        let state = state.withLock { $0 }
        var running: UInt64 = 0
        for (bound, count) in zip(bounds + [.infinity], state.counts) {
            running += count
            text += "\(name)_bucket\(labels.braced("le=\"\(MetricText.number(bound))\"")) \(running)\n"
        }
        text += "\(name)_sum\(labels.braced()) \(MetricText.number(state.sum))\n"
        text += "\(name)_count\(labels.braced()) \(running)\n"
    }
}
