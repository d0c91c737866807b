import WireJSON

/// Counts of durations in microseconds, to two significant digits and better, in the way of HdrHistogram: each power of two
/// has 128 equal buckets, so that a maximum of hours costs as little memory as one of milliseconds.
struct Histogram: Sendable {
    private static let subBits = 7
    private var counts: [Int] = []
    private(set) var count = 0
    private(set) var maximum: Int64 = 0

    mutating func record(_ value: some BinaryInteger) {
        let value = max(0, Int64(value))
        let bucket = Self.bucket(of: value)
        if bucket >= counts.count { counts += Array(repeating: 0, count: bucket + 1 - counts.count) }
        counts[bucket] += 1
        count += 1
        maximum = max(maximum, value)
    }

    /// The value that `share` of all did not exceed, within a hundredth; nil without any.
    func quantile(_ share: Double) -> Int64? {
        guard count > 0 else { return nil }
        let rank = max(1, Int((share * Double(count)).rounded(.up)))
        var sum = 0
        for (bucket, number) in counts.enumerated() {
            sum += number
            if sum >= rank { return min(Self.upperBound(of: bucket), maximum) }
        }
        return maximum
    }

    private static func bucket(of value: Int64) -> Int {
        let width = Int64.bitWidth - value.leadingZeroBitCount
        guard width > subBits + 1 else { return Int(value) }
        let shift = width - subBits - 1
        return shift << subBits + Int(value >> shift)
    }

    private static func upperBound(of bucket: Int) -> Int64 {
        guard bucket >= 2 << subBits else { return Int64(bucket) }
        let shift = bucket >> subBits - 1
        return (Int64(bucket - shift << subBits) + 1) << shift - 1
    }

    static let named = [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("max", 1)]

    /// In milliseconds.
    var json: JSONValue {
        .object(
            [("count", .int(count))]
                + Self.named.compactMap { name, share in
                    quantile(share).map { ("\(name)Milliseconds", .number(text: (Double($0) / 1000).fixed(1))) }
                })
    }

    var text: String {
        Self.named.compactMap { name, share in
            quantile(share).map { "\(name) \((Double($0) / 1000).fixed(1)) ms" }
        }.joined(separator: ", ")
    }
}
