import Contracts
import FoundationEssentials
import WireJSON

/// A webhook as it was kept, with its body parsed once. On the wire it is a ``ReceiveWebhook``.
package struct Webhook: Command {
    package static let type = ReceiveWebhook.type

    package let message: ReceiveWebhook
    package let body: [UInt8]
    /// The body's value, or why there is none: a body that cannot be read is parked, not refused.
    package let content: Result<JSONNode, JSONError>

    package init(from json: JSONNode) throws(JSONError) {
        message = try ReceiveWebhook(from: json)
        guard let data = Data(base64Encoded: message.body) else {
            throw json.error(.invalidValue, "body must be base64")
        }
        let bytes = Array(data)
        body = bytes
        content = Result { () throws(JSONError) in try JSONDocument(parsing: bytes, limits: Self.limits).root }
    }

    /// How large a body may be, `http.body.limit` has said already.
    private static let limits = JSONLimits(maximumBytes: JSONLimits.message.maximumBytes)

    package func encode(to json: inout JSONWriter) {
        message.encode(to: &json)
    }

    package static func == (left: Webhook, right: Webhook) -> Bool { left.message == right.message }

    package func hash(into hasher: inout Hasher) { message.hash(into: &hasher) }

    var shop: ShopKey { ShopKey(channel: message.channel, shop: message.shop) }
    var mapping: (any ChannelMapping)? { ChannelDirectory.mapping(of: message.channel) }
    var subject: WebhookSubject {
        if WebhookDescription.isFetched(message.topic) {
            guard case .success(let root) = content, let mapping else { return .order }
            return mapping.subject(ofDocument: root)
        }
        if message.topic == WebhookDescription.claimsTopic { return .claim }
        return mapping?.subject(ofTopic: message.topic) ?? .unhandled
    }

    /// The one order that the body is about; nil when it is about none, or several.
    var order: JSONNode? {
        guard case .success(let root) = content, let mapping else { return nil }
        if [.deletion, .refund, .address].contains(subject) { return root }
        let orders = mapping.orders(in: root)
        return orders.count == 1 ? orders[0] : nil
    }

    /// nil for any other subject, and for what cannot be understood.
    var claim: ChannelClaim? {
        guard subject == .claim, case .success(let root) = content else { return nil }
        return try? ChannelClaim(from: root)
    }

    /// What is asked about a person's data; nil for any other subject, and for what cannot be understood.
    var privacyRequest: PrivacyRequest? {
        guard subject == .privacy, case .success(let root) = content else { return nil }
        return mapping?.privacyRequest(ofTopic: message.topic, in: root)
    }

    /// Whether the order is told of by packages.
    var isPackaged: Bool {
        subject == .order && order.flatMap { mapping?.package(of: $0) } != nil
    }

    var orderKey: OrderKey? {
        if subject == .refund {
            // The order's id does not depend on the shop's settings.
            return order.flatMap { mapping?.refund(in: $0, for: Shop(key: shop))?.orderID }
                .map { OrderKey(shop: shop, externalID: $0) }
        }
        if subject == .address {
            return order.flatMap { mapping?.address(in: $0, for: Shop(key: shop))?.orderID }
                .map { OrderKey(shop: shop, externalID: $0) }
        }
        if subject == .claim {
            guard let claim, PrivacyTaking.canBeKnown(claim.orderID) else { return nil }
            return OrderKey(shop: shop, externalID: claim.orderID)
        }
        guard subject != .unhandled, subject != .privacy, let mapping,
            let id = order.flatMap({ mapping.externalID(of: $0) })
        else { return nil }
        return OrderKey(shop: shop, externalID: id)
    }
}
