/// What a webhook request says of itself, beside its body.
package struct WebhookDescription: Hashable, Sendable {
    /// Such as `orders/create`; it is not signed.
    package var topic: String
    /// How the sender shows who it is.
    package var proof: WebhookProof
    /// The channel's id of the event, the same in a repeat; nil where it has none that is.
    package var eventID: String?
    /// The domain of the shop that speaks, in lower case; nil when the request does not say. It is not signed either.
    package var origin: String?
    /// An unsigned request that only wants to know whether anybody is there.
    package var isPing: Bool

    /// Of orders that were asked for, and not sent by the channel.
    package static let pageTopic = "page"

    /// Whether a topic says that the order was asked for, by us or by a script of the shop's.
    package static func isFetched(_ topic: String) -> Bool {
        topic == pageTopic || topic != claimsTopic && PollKind(topic: topic) != nil
    }

    /// A page, from somebody who shows the shop's secret as a key or a password: no channel signs it.
    package static func page(_ request: WebhookRequest) -> WebhookDescription {
        WebhookDescription(topic: pageTopic, proof: .secret(in: request))
    }

    /// Of claims that were asked for.
    package static let claimsTopic = PollKind.claims.topic

    /// Claims, from somebody who shows the same.
    package static func claims(_ request: WebhookRequest) -> WebhookDescription {
        WebhookDescription(topic: claimsTopic, proof: .secret(in: request))
    }

    package init(
        topic: String, proof: WebhookProof, eventID: String? = nil, origin: String? = nil, isPing: Bool = false
    ) {
        self.topic = topic
        self.proof = proof
        self.eventID = eventID
        self.origin = origin
        self.isPing = isPing
    }
}
