import Contracts
import WireJSON

/// Shopify's REST order resource, which its webhooks deliver.
package struct ShopifyMapping: ChannelMapping {
    package let channel = "shopify"

    package init() {}

    package func setup(of shop: ShopKey, address: String, secret: String) -> [String] {
        [
            "By webhook: enter there", "  address       \(address)",
            "  secret        \(secret)  (it signs with it)",
        ]
    }

    /// The second prefix is that of the newer Events interface.
    private static let headerPrefixes = ["X-Shopify-", "Shopify-"]

    /// `X-Shopify-Webhook-Id` may change over repeats, the event's id does not.
    package func describe(_ request: WebhookRequest) -> WebhookDescription? {
        guard request.isPlain else { return nil }
        func value(_ name: String) -> String? {
            for prefix in Self.headerPrefixes {
                if let value = request.header(prefix + name) { return value }
            }
            return nil
        }
        return WebhookDescription(
            topic: value("Topic") ?? "", proof: .signature(value("Hmac-Sha256")), eventID: value("Event-Id"),
            origin: value("Shop-Domain")?.lowercased())
    }

    package func subject(ofTopic topic: String) -> WebhookSubject {
        switch topic {
        case "orders/create", "orders/updated", "orders/paid", "orders/cancelled", "orders/fulfilled",
            "orders/partially_fulfilled":
            .order
        case "orders/delete": .deletion
        case "refunds/create": .refund
        case "customers/data_request", "customers/redact", "shop/redact": .privacy
        default: .unhandled
        }
    }

    package func orders(in root: JSONNode) -> [JSONNode] {
        if isOrder(root) { return [root] }
        if let order = root["order"] { return isOrder(order) ? [order] : [] }
        return root["orders"].map { $0.elements.filter(isOrder) } ?? []
    }

    /// Drafts, refunds and fulfilments have lines too; only an order has the state of its money.
    private func isOrder(_ node: JSONNode) -> Bool {
        node["line_items"]?.kind == .array && node["financial_status"] != nil
    }

    package func externalID(of node: JSONNode) -> String? {
        PayloadReader().id("id", of: node)
    }

    package func refunds(in order: JSONNode, for shop: Shop) -> [ChannelRefund] {
        Self.refunds(in: order, of: shop)
    }

    static func refunds(in order: JSONNode, of shop: Shop) -> [ChannelRefund] {
        let currency = PayloadReader().id("currency", of: order).map { Currency(rawValue: $0) } ?? shop.currency
        return order["refunds"]?.elements.compactMap { node in
            var reader = ShopifyRefundReader(node: node, currency: currency)
            return reader.read()
        } ?? []
    }

    package func refund(in root: JSONNode, for shop: Shop) -> (orderID: String, refund: ChannelRefund)? {
        let node = root["refund"] ?? root
        guard let orderID = PayloadReader().id("order_id", of: node), node["refund_line_items"] != nil else {
            return nil
        }
        var reader = ShopifyRefundReader(node: node, currency: shop.currency)
        return reader.read().map { (orderID, $0) }
    }

    package func privacyRequest(ofTopic topic: String, in root: JSONNode) -> PrivacyRequest? {
        func orders(_ key: String) -> [String]? {
            guard let list = root[key], list.kind == .array else { return nil }
            return list.elements.compactMap { $0.text }
        }
        switch topic {
        case "customers/data_request": return orders("orders_requested").map { .disclosure(orders: $0) }
        case "customers/redact": return orders("orders_to_redact").map { .erasure(orders: $0) }
        case "shop/redact": return root["shop_domain"] == nil ? nil : .closure
        default: return nil
        }
    }

    package func map(_ node: JSONNode, for shop: Shop) -> MappedOrder {
        var reader = ShopifyOrderReader(node: node, shop: shop)
        return reader.read()
    }
}
