import Contracts
import Glibc

extension Timestamp {
    /// The system's clock.
    package static var wallClock: Timestamp {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Timestamp(microseconds: Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000)
    }

    /// RFC 3339 with exactly three digits of a second, so that log lines sort as text.
    var millisecondText: String {
        let whole = Timestamp(seconds: seconds).rfc3339
        let fraction = String(milliseconds - seconds * 1000)
        let zeros = String(repeating: "0", count: 3 - fraction.count)
        return "\(whole.dropLast()).\(zeros)\(fraction)Z"
    }
}
