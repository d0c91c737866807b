import Contracts
import WireJSON

/// The order resource of Magento 2 and Adobe Commerce.
package struct MagentoMapping: ChannelMapping {
    package let channel = "magento"
    package let tellsWhatIsLeft = true

    package init() {}

    package func orders(in root: JSONNode) -> [JSONNode] {
        if isOrder(root) { return [root] }
        return (root["items"] ?? root).elements.filter(isOrder)
    }

    /// Invoices have items and totals too, and a state that is a number; only an order says how it is doing in words.
    private func isOrder(_ node: JSONNode) -> Bool {
        node["items"]?.kind == .array && node["entity_id"] != nil && node["state"]?.string != nil
            && node["grand_total"] != nil
    }

    /// Increment ids are not unique: two entities with one number have been seen.
    package func externalID(of node: JSONNode) -> String? {
        PayloadReader().id("entity_id", of: node)
    }

    package func refunds(in order: JSONNode, for shop: Shop) -> [ChannelRefund] {
        var reader = PayloadReader()
        guard let currency = reader.currency("order_currency_code", of: order) ?? shop.currency else { return [] }
        return MagentoMemo.refunds(in: order, currency, &reader)
    }

    package func unitsGivenBack(in order: JSONNode) -> [String: Int] { MagentoMemo.units(in: order) }

    package func map(_ node: JSONNode, for shop: Shop) -> MappedOrder {
        var reader = MagentoOrderReader(node: node, shop: shop)
        return reader.read()
    }
}
