import Contracts
import FoundationEssentials

/// When a delivery is tried again: soon at first, then ever more seldom, for three days.
enum WebhookSchedule {
    static let patience = Duration.seconds(3 * 86_400)

    private static let delays: [Duration] = [
        .seconds(5), .seconds(60), .seconds(300), .seconds(1800), .seconds(7200), .seconds(5 * 3600),
        .seconds(10 * 3600),
    ]

    /// Up to a tenth is taken off, by the delivery's id: the deliveries of an endpoint that was away do not all come back
    /// in one second.
    static func delay(after attempts: Int, of id: UUID) -> Duration {
        let delay = attempts <= delays.count ? delays[max(0, attempts - 1)] : .seconds(12 * 3600)
        return delay - delay * Int(id.bytes[15]) / 2560
    }
}
