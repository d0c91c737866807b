import Contracts
import WireJSON

/// Amazon's orders, as the Selling Partner API of 2026-01-01 and its predecessor v0 tell them. The older one tells the
/// lines apart: who reads it puts them in as the order's `OrderItems`.
package struct AmazonMapping: ChannelMapping {
    package let channel = "amazon"
    package let tellsWhatIsLeft = true
    package let holdsAwaited = true

    package init() {}

    package func setup(of shop: ShopKey, address: String, secret: String) -> [String] {
        [
            "Not by webhook, but by a queue of yours: subscribe there to ORDER_CHANGE, to an SQS queue of this shop alone;",
            "then waybill shop add amazon \(shop.shop) --account <seller id> --set queueUrl=<URL of the queue>, and put",
            "the key of a user who may receive and delete into two files in intake.credentials",
            "  id            amazon.\(shop.shop).aws_access_key_id",
            "  secret        amazon.\(shop.shop).aws_secret_access_key",
        ]
    }

    package func orders(in root: JSONNode) -> [JSONNode] {
        let payload = root["payload"] ?? root
        for single in [root, root["order"], payload].compactMap(\.self) where Self.isOrder(single) { return [single] }
        return (payload["orders"] ?? payload["Orders"])?.elements.filter(Self.isOrder) ?? []
    }

    /// Lists of items and addresses name their order too; only an order has a status.
    private static func isOrder(_ node: JSONNode) -> Bool {
        if node["AmazonOrderId"] != nil { return node["OrderStatus"] != nil }
        return node["orderId"] != nil && node["fulfillment"]?["fulfillmentStatus"] != nil
    }

    package func externalID(of node: JSONNode) -> String? {
        let reader = PayloadReader()
        return reader.id(reader.spelling("orderId", "AmazonOrderId", of: node), of: node)
    }

    /// Of what came by the queue and is no order.
    package func subject(ofTopic topic: String) -> WebhookSubject {
        AmazonNotification.Trouble(rawValue: topic).map { .attention($0.rawValue) } ?? .unhandled
    }

    package func map(_ node: JSONNode, for shop: Shop) -> MappedOrder {
        var reader = AmazonOrderReader(node: node, shop: shop)
        return reader.read()
    }
}
