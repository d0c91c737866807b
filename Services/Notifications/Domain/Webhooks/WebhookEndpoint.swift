import Contracts
import FoundationEssentials

/// Where a shop wants to hear of its orders and returns.
package struct WebhookEndpoint: Hashable, Sendable {
    package let id: UUID
    package let channel: String
    package let shop: String
    package let name: String
    package var url: String
    /// `whsec_...`, newest first; during a rotation each of them signs.
    package var secrets: [String]
    /// Such as `order.shipped` or `return.*`; none means all.
    package var events: [String]
    package var isActive: Bool
    package var actor: String
    package var version: Int64

    package init(
        channel: String, shop: String, name: String, url: String, secrets: [String], events: [String] = [],
        isActive: Bool = true, actor: String, version: Int64 = 1
    ) {
        id = Self.id(channel: channel, shop: shop, name: name)
        self.channel = channel
        self.shop = shop
        self.name = name
        self.url = url
        self.secrets = secrets
        self.events = events
        self.isActive = isActive
        self.actor = actor
        self.version = version
    }

    package static func id(channel: String, shop: String, name: String) -> UUID {
        .v5("webhook endpoint/\(channel)/\(shop)/\(name)")
    }

    package func wants(_ type: String) -> Bool {
        events.isEmpty
            || events.contains { $0 == type || $0.hasSuffix(".*") && type.hasPrefix($0.dropLast()) }
    }
}
