import Histogram
import WireJSON

/// How long things took, to three significant digits: recorded in microseconds, and said in milliseconds. Who records in
/// another unit asks for quantiles alone.
struct LatencyHistogram: Sendable {
    private var values = Histogram<UInt64>(numberOfSignificantValueDigits: .three)

    var count: Int { Int(values.totalCount) }

    /// Two clocks may differ by a little: what ended before it began took no time.
    mutating func record(_ microseconds: some BinaryInteger) {
        values.record(UInt64(clamping: microseconds))
    }

    /// Takes over what another has.
    mutating func add(_ other: LatencyHistogram) {
        for value in other.values.recordedValues() { values.record(value.value, count: value.count) }
    }

    /// The microseconds that `share` of all did not exceed, within a thousandth; nil without any.
    func quantile(_ share: Double) -> Int64? {
        count == 0 ? nil : Int64(clamping: values.valueAtPercentile(share * 100))
    }

    static let named = [("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99), ("p999", 0.999), ("max", 1)]

    /// In milliseconds; the distribution as pairs of percentile and time, denser towards the slowest.
    var json: JSONValue {
        .object(
            [("count", .int(count))]
                + Self.named.compactMap { name, share in
                    quantile(share).map { ("\(name)Milliseconds", .decimal(Double($0) / 1000)) }
                } + [
                    (
                        "distribution",
                        .array(
                            values.percentiles(ticksPerHalfDistance: 2).map { step in
                                .array([.decimal(step.percentile), .decimal(Double(step.value) / 1000)])
                            })
                    )
                ])
    }

    var text: String {
        Self.named.compactMap { name, share in
            quantile(share).map { "\(name) \((Double($0) / 1000).fixed(1)) ms" }
        }.joined(separator: ", ")
    }
}
