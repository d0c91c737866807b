import Contracts
import WireJSON

extension WooCommerceOrderReader {
    mutating func lines(in currency: Currency, requiresShipping: Bool) -> [OrderLine] {
        guard let list = node["line_items"] else { return [] }
        var lines: [OrderLine] = []
        for item in reader.lineNodes(in: list) {
            if let line = line(item, currency, requiresShipping) { lines.append(line) }
        }
        reader.checkLines(lines, at: list)
        return lines
    }

    /// `price` is a float such as 10.799999999999999 and is not read: the line's own totals are.
    private mutating func line(_ item: JSONNode, _ currency: Currency, _ requiresShipping: Bool) -> OrderLine? {
        let id = reader.id("id", of: item)
        if id == nil { reader.problem(.missing, at: item, member: "id", "a line needs an id") }
        let quantity = reader.quantity("quantity", of: item, atLeast: 1)
        let total = reader.money("total", of: item, in: currency)
        if total == nil { reader.problem(.missing, at: item, member: "total", "a line needs a total") }
        let subtotal = max(reader.money("subtotal", of: item, in: currency) ?? total ?? 0, total ?? 0)
        let tax = reader.money("total_tax", of: item, in: currency) ?? 0
        guard let id, let quantity, let total else { return nil }
        let price = LineAmounts(gross: subtotal, discount: subtotal - total).perUnit(of: quantity)
        return OrderLine(
            id: id, sku: sku(of: item, id: id), title: title(of: item), quantity: quantity,
            unitPrice: price.unitPrice, discount: price.discount, tax: tax, requiresShipping: requiresShipping)
    }

    /// The SKU, else the variation, else the product: both are posts of one shop, so their ids do not meet.
    private func sku(of item: JSONNode, id: String) -> String {
        if let sku = reader.id("sku", of: item) { return sku }
        if let variation = reader.nonZeroID("variation_id", of: item) { return "\(shop.key.channel):\(variation)" }
        if let product = reader.nonZeroID("product_id", of: item) { return "\(shop.key.channel):\(product)" }
        return "\(shop.key.channel):line-\(id)"
    }

    private mutating func title(of item: JSONNode) -> String? {
        reader.freeText("name", of: item).map { HTMLEntities.decoded($0) }
    }
}
