import FoundationEssentials
import HTTPClient

/// How long a channel asks to be left alone. Beside the standard's header there are others' own.
enum RetryAfter {
    /// An hour is long enough for a channel to have changed its mind.
    private static let longest = Duration.seconds(3600)

    /// Seconds in `Retry-After` (some send fractions) or in `X-RateLimit-Reset`; nil when neither says.
    static func duration(of answer: HTTPAnswer) -> Duration? {
        for name in ["retry-after", "x-ratelimit-reset"] {
            guard let text = answer.header(name), let seconds = Double(text), seconds >= 0 else { continue }
            // A moment in place of a time to wait is of no use without the sender's clock.
            guard seconds < 1e8 else { continue }
            return min(.seconds(seconds), longest)
        }
        return nil
    }
}
