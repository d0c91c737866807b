import Contracts
import FoundationEssentials

/// When a delivery is tried again: soon at first, then ever more seldom, until the patience is over.
package struct WebhookSchedule: Hashable, Sendable {
    /// After the first attempt, after the second, and so on; the last one for all that follow. Never empty.
    let delays: [Duration]
    /// From the first attempt on.
    let patience: Duration

    /// As Standard Webhooks suggests: 5 s, 1 min, 5 min, 30 min, 2 h, 5 h, 10 h, then every 12 h for three days.
    package static let standard = WebhookSchedule(
        rising: [
            .seconds(5), .seconds(60), .seconds(300), .seconds(1800), .seconds(7200), .seconds(5 * 3600),
            .seconds(10 * 3600), .seconds(12 * 3600),
        ], patience: .seconds(3 * 86_400))

    /// Nil where there is no delay, or one is shorter than the one before: an endpoint that is away is not to be asked ever
    /// more often.
    package init?(delays: [Duration], patience: Duration) {
        guard let first = delays.first, first > .zero, zip(delays, delays.dropFirst()).allSatisfy({ $0 <= $1 }) else {
            return nil
        }
        self.init(rising: delays, patience: patience)
    }

    private init(rising delays: [Duration], patience: Duration) {
        self.delays = delays
        self.patience = patience
    }

    /// Up to a tenth is taken off, by the delivery's id: the deliveries of an endpoint that was away do not all come back
    /// in one second.
    func delay(after attempts: Int, of id: UUID) -> Duration {
        let delay = delays[min(max(0, attempts - 1), delays.count - 1)]
        return delay - delay * Int(id.bytes[15]) / 2560
    }
}
