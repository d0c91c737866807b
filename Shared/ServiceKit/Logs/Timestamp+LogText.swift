import Contracts

extension Timestamp {
    /// RFC 3339 with exactly three digits of a second, so that log lines sort as text.
    var millisecondText: String {
        let whole = Timestamp(seconds: seconds).rfc3339
        let fraction = String(milliseconds - seconds * 1000)
        let zeros = String(repeating: "0", count: 3 - fraction.count)
        return "\(whole.dropLast()).\(zeros)\(fraction)Z"
    }
}
