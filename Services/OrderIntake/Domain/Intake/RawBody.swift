import FoundationEssentials

/// A webhook's body as it was signed, less card numbers: unknown fields keep arriving, and disputes go back to it.
package struct RawBody: Hashable, Sendable {
    package let messageID: UUID
    package let shop: ShopKey
    package let topic: String
    package let body: [UInt8]
    /// The order that it is about, so that a person's data can be found and erased.
    package let externalID: String?
    /// What became of it: ``OrderMerge/Outcome``'s word, `deleted` or `unhandled_topic`.
    package let outcome: String

    package init(
        messageID: UUID, shop: ShopKey, topic: String, body: [UInt8], externalID: String?, outcome: String
    ) {
        self.messageID = messageID
        self.shop = shop
        self.topic = topic
        self.body = body
        self.externalID = externalID
        self.outcome = outcome
    }
}
