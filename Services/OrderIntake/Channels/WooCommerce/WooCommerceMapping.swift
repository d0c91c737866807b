import Contracts
import WireJSON

/// WooCommerce's order resource (REST v3), which its webhooks deliver.
package struct WooCommerceMapping: ChannelMapping {
    package let channel = "woocommerce"
    package let keepsRefundedUnits = true

    package init() {}

    package func setup(of shop: ShopKey, address: String, secret: String) -> [String] {
        [
            "By webhook: enter there", "  address       \(address)",
            "  secret        \(secret)  (it signs with it)",
        ]
    }

    /// A delivery's id is made of the second it was sent in: it tells no repeat, so the event has no id.
    package func describe(_ request: WebhookRequest) -> WebhookDescription? {
        guard request.isPlain else { return nil }
        let header = request.header
        return WebhookDescription(
            topic: header("X-WC-Webhook-Topic") ?? "", proof: .signature(header("X-WC-Webhook-Signature")),
            origin: header("X-WC-Webhook-Source").flatMap(Self.host(of:)),
            isPing: Self.isPing(request.body, contentType: header("Content-Type")))
    }

    /// `https://Shop.example.com/store/` is `shop.example.com`.
    private static func host(of address: String) -> String? {
        let rest = address.lowercased().split(separator: "//", maxSplits: 1).last ?? ""
        return rest.split(whereSeparator: { $0 == "/" || $0 == ":" }).first.map(String.init)
    }

    /// On saving a webhook the shop posts the form `webhook_id=N`, unsigned, and wants exactly 200.
    private static func isPing(_ body: [UInt8], contentType: String?) -> Bool {
        let prefix = Array("webhook_id=".utf8)
        guard contentType?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true,
            body.starts(with: prefix), body.count <= prefix.count + 20
        else { return false }
        let digits = body.dropFirst(prefix.count)
        return !digits.isEmpty && digits.allSatisfy { (48...57).contains($0) }
    }

    package func subject(ofTopic topic: String) -> WebhookSubject {
        switch topic {
        case "order.created", "order.updated", "order.restored": .order
        case "order.deleted": .deletion
        // WooCommerce has switched a webhook off, after failures in a row: what happens from now on it does not tell.
        case Self.disabledTopic: .attention("webhook_disabled")
        default: .unhandled
        }
    }

    /// The action that WooCommerce runs then; a webhook of its own can have it as its topic.
    package static let disabledTopic = "action.woocommerce_webhook_disabled_due_delivery_failures"

    package func orders(in root: JSONNode) -> [JSONNode] {
        if isOrder(root) { return [root] }
        if root.kind == .array { return root.elements.filter(isOrder) }
        guard let data = root["data"] else { return [] }
        return isOrder(data) ? [data] : data.elements.filter(isOrder)
    }

    /// Refunds have lines too; only an order has a status.
    private func isOrder(_ node: JSONNode) -> Bool {
        node["line_items"]?.kind == .array && node["status"] != nil
    }

    package func externalID(of node: JSONNode) -> String? {
        PayloadReader().id("id", of: node)
    }

    package func isDeleted(_ order: JSONNode) -> Bool { order["status"]?.string == "trash" }

    package func refunds(in order: JSONNode, for shop: Shop) -> [ChannelRefund] {
        var reader = WooCommerceOrderReader(node: order, shop: shop)
        guard let currency = reader.currency else { return [] }
        return reader.refunds(in: currency).list
    }

    package func map(_ node: JSONNode, for shop: Shop) -> MappedOrder {
        var reader = WooCommerceOrderReader(node: node, shop: shop)
        return reader.read()
    }
}
