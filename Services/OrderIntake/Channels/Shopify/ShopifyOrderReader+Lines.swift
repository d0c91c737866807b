import Contracts
import WireJSON

extension ShopifyOrderReader {
    /// The lines that are still wanted.
    struct Lines {
        var lines: [OrderLine] = []
        /// Whether a refund or an edit took units off the order.
        var isReduced = false
    }

    mutating func lines(in currency: Currency) -> Lines {
        var result = Lines()
        guard let list = node["line_items"] else { return result }
        for item in reader.lineNodes(in: list) {
            guard let ordered = reader.quantity("quantity", of: item, atLeast: 0) else { continue }
            // A refund or an edit lowers current_quantity; quantity stays what was ordered.
            var wanted = ordered
            if reader.member("current_quantity", of: item) != nil {
                wanted = min(reader.quantity("current_quantity", of: item, atLeast: 0) ?? ordered, ordered)
            }
            if wanted < ordered { result.isReduced = true }
            if wanted > 0, let line = line(item, ordered: ordered, wanted: wanted, currency) {
                result.lines.append(line)
            }
        }
        reader.checkLines(result.lines, at: list)
        return result
    }

    private mutating func line(_ item: JSONNode, ordered: Int, wanted: Int, _ currency: Currency) -> OrderLine? {
        guard let id = reader.id("id", of: item) else {
            reader.problem(.missing, at: item, member: "id", "a line needs an id")
            return nil
        }
        guard let price = reader.money("price", of: item, in: currency) else {
            reader.problem(.missing, at: item, member: "price", "a line needs a price")
            return nil
        }
        let shares = [Int64(wanted), Int64(ordered - wanted)]
        return OrderLine(
            id: id, sku: sku(of: item, id: id), title: title(of: item), quantity: wanted, unitPrice: price,
            discount: Apportionment.split(discount(of: item, currency), by: shares)[0],
            tax: Apportionment.split(tax(of: item, currency), by: shares)[0], requiresShipping: requiresShipping(item))
    }

    /// The SKU, else the channel's variant; lines made by hand have neither variant nor product.
    private func sku(of item: JSONNode, id: String) -> String {
        if let sku = reader.id("sku", of: item) { return sku }
        if let variant = reader.nonZeroID("variant_id", of: item) { return "\(shop.key.channel):\(variant)" }
        if let product = reader.nonZeroID("product_id", of: item) { return "\(shop.key.channel):product-\(product)" }
        return "\(shop.key.channel):line-\(id)"
    }

    private mutating func title(of item: JSONNode) -> String? {
        guard let title = reader.freeText("title", of: item) ?? reader.freeText("name", of: item) else { return nil }
        guard let variant = reader.freeText("variant_title", of: item) else { return title }
        return "\(title) - \(variant)"
    }

    /// The allocations; older versions of the interface have only `total_discount`, which newer ones leave at zero.
    private mutating func discount(of item: JSONNode, _ currency: Currency) -> Int64 {
        if item["discount_allocations"]?.kind == .array { return allocations(of: item, currency) }
        return reader.money("total_discount", of: item, in: currency) ?? 0
    }

    private mutating func tax(of item: JSONNode, _ currency: Currency) -> Int64 {
        guard let list = item["tax_lines"] else { return 0 }
        var sum: Int64 = 0
        for tax in list.elements { sum += reader.money("price", of: tax, in: currency) ?? 0 }
        return sum
    }

    private func requiresShipping(_ item: JSONNode) -> Bool {
        item["requires_shipping"]?.bool ?? (item["gift_card"]?.bool != true)
    }
}
