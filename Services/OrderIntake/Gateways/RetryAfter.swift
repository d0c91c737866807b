import Contracts
import HTTPClient
import Messaging

/// How long a channel asks to be left alone. Beside the standard's header there are others' own.
enum RetryAfter {
    /// A limit is no failure, so nothing else slows down who is told to come back at once, again and again.
    private static let shortest = Duration.seconds(1)
    /// An hour is long enough for a channel to have changed its mind.
    private static let longest = Duration.seconds(3600)

    /// Seconds in `Retry-After` (some send fractions), or a moment in it, or seconds in `X-RateLimit-Reset`; nil when neither says.
    static func duration(of answer: HTTPAnswer) -> Duration? {
        for name in ["retry-after", "x-ratelimit-reset"] {
            guard let text = answer.header(name) else { continue }
            if let moment = moment(text) {
                // By the clock that named it, where that is told.
                let now = answer.header("date").flatMap { self.moment($0) } ?? .wallClock
                return min(max(moment - now, shortest), longest)
            }
            guard let seconds = Double(text), seconds >= 0 else { continue }
            // A moment in place of a time to wait is of no use without the sender's clock.
            guard seconds < 1e8 else { continue }
            return min(max(.seconds(seconds), shortest), longest)
        }
        return nil
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7); the two forms that it calls obsolete are not read.
    static func moment(_ text: String) -> Timestamp? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", parts[1].count == 2, parts[3].count == 4,
            let month = months.firstIndex(of: parts[2])
        else { return nil }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        return Timestamp(rfc3339: "\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z")
    }

    private static let months: [Substring] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
