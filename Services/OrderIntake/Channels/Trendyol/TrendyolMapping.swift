import Contracts
import WireJSON

/// Trendyol's shipment package, which its webhooks deliver and its lists hold. An order is known by its order number:
/// packages are split and made anew under other ids.
package struct TrendyolMapping: ChannelMapping {
    package let channel = "trendyol"
    /// Trendyol refuses webhooks whose address has its own name in it.
    package let addressName = "ty"
    package let tellsParts = true
    package let holdsAwaited = true
    /// A webhook that failed comes again after five minutes.
    package let packagesWithin = Duration.seconds(360)

    package init() {}

    package func setup(of shop: ShopKey, address: String, secret: String) -> [String] {
        [
            "By webhook: make one there, with authenticationType API_KEY (or BASIC_AUTHENTICATION, any user name)",
            "  url           \(address)", "  apiKey        \(secret)  (or the password)",
        ]
    }

    /// Trendyol signs nothing: it sends the key or the password that it was given with the address.
    package func describe(_ request: WebhookRequest) -> WebhookDescription? {
        guard request.isPlain else { return nil }
        return WebhookDescription(topic: "package", proof: .secret(in: request))
    }

    package func subject(ofTopic topic: String) -> WebhookSubject { .order }

    package func orders(in root: JSONNode) -> [JSONNode] {
        if isPackage(root) { return [root] }
        return (root["content"] ?? root).elements.filter(isPackage)
    }

    /// Claims have lines too; only a package has the time of its order.
    private func isPackage(_ node: JSONNode) -> Bool {
        node["lines"]?.kind == .array && node["orderNumber"] != nil && node["orderDate"] != nil
    }

    package func externalID(of node: JSONNode) -> String? {
        PayloadReader().id("orderNumber", of: node)
    }

    /// What a split or a cancel left is a new package, which names the ones that it was made of.
    package func package(of node: JSONNode) -> ChannelPackage? {
        let reader = PayloadReader()
        guard let id = reader.id(reader.spelling("shipmentPackageId", "id", of: node), of: node) else { return nil }
        let origins = node["originPackageIds"]?.elements.compactMap { $0.text } ?? []
        let makers = ["split", "cancel", "transfer"]
        let isRemade = !origins.isEmpty || reader.id("createdBy", of: node).map { makers.contains($0) } ?? false
        return ChannelPackage(id: id, origins: origins, isRemade: isRemade)
    }

    package func claims(in body: [UInt8]) -> [ChannelClaim]? { TrendyolClaims.read(body) }

    package func map(_ node: JSONNode, for shop: Shop) -> MappedOrder {
        var reader = TrendyolOrderReader(node: node, shop: shop)
        return reader.read()
    }
}
