import Contracts
import WireJSON

/// N11's shipment package, as its REST interface lists it. An order is known by its order number: splits and partial
/// cancels issue new package ids, and the id may be missing.
package struct N11Mapping: ChannelMapping {
    package let channel = "n11"
    package let tellsParts = true
    /// A package that was made of another looks like any.
    package let tellsSplits = false
    /// They were made at one moment, but an answer has those of one status alone: a script asks for one after the other.
    package let packagesWithin = Duration.seconds(300)

    package init() {}

    package func orders(in root: JSONNode) -> [JSONNode] {
        if isPackage(root) { return [root] }
        return (root["content"] ?? root).elements.filter(isPackage)
    }

    /// Trendyol's packages are built alike, but have the time of their order and another word for where they go.
    private func isPackage(_ node: JSONNode) -> Bool {
        node["lines"]?.kind == .array && node["orderNumber"] != nil && node["shipmentPackageStatus"] != nil
            && node["shipmentAddress"] == nil
    }

    package func externalID(of node: JSONNode) -> String? {
        PayloadReader().id("orderNumber", of: node)
    }

    package func package(of node: JSONNode) -> ChannelPackage? {
        PayloadReader().nonZeroID("id", of: node).map { ChannelPackage(id: $0) }
    }

    package func claims(in body: [UInt8]) -> [ChannelClaim]? { N11Claims.read(body) }

    package func map(_ node: JSONNode, for shop: Shop) -> MappedOrder {
        var reader = N11OrderReader(node: node, shop: shop)
        return reader.read()
    }
}
