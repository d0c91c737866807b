import Contracts
import TestSupport

/// Something that a storefront has to say, and says until it was heard.
struct Sending {
    enum Way {
        case message(Envelope, exchange: String, routingKey: String)
        case webhook(WebhookSender.Platform, body: String, topic: String, event: String)
    }

    /// The order that it brings; nil for what is only about one.
    let brings: Int?
    /// Not before.
    let dueAt: ContinuousClock.Instant
    let way: Way
}
