import Contracts
import WireJSON

extension MagentoOrderReader {
    /// The lines that are still wanted.
    struct Lines {
        var lines: [OrderLine] = []
        /// Whether a cancel or a refund took units off the order.
        var isReduced = false
        /// Whether anything, and whether all of it, was sent already.
        var isPartlyShipped = false
        var isShipped = true
    }

    /// What stands for goods: an article that is chosen by its options is a line and a child with the same SKU, and
    /// counts once, as the line; a bundle counts as what is in it.
    mutating func lines(in currency: Currency) -> Lines {
        var result = Lines()
        guard let list = node["items"] else { return result }
        let items = reader.lineNodes(in: list)
        let bundles = Set(items.filter { reader.id("product_type", of: $0) == "bundle" }.compactMap(itemID))
        let known = Set(items.compactMap(itemID))
        let contents = Dictionary(grouping: items) { reader.nonZeroID("parent_item_id", of: $0) ?? "" }
        for item in items {
            let parent = reader.nonZeroID("parent_item_id", of: item)
            if let parent, known.contains(parent) {
                continue  // with its parent
            }
            let id = reader.required(itemID(item), "item_id", of: item, "a line needs an id")
            guard let id, let amounts = amounts(of: item, currency) else { continue }
            let parts = bundles.contains(id) ? contents[id] ?? [] : []
            if parts.isEmpty {
                add(item, id, amounts, to: &result)
            } else {
                addBundle(parts, amounts, currency, to: &result)
            }
        }
        reader.checkLines(result.lines, at: list)
        return result
    }

    private func itemID(_ item: JSONNode) -> String? { reader.id("item_id", of: item) }

    private struct Amounts {
        var price: LineAmounts
        var tax: Int64
    }

    private mutating func amounts(of item: JSONNode, _ currency: Currency) -> Amounts? {
        let discount = abs(reader.money("discount_amount", of: item, in: currency) ?? 0)
        let tax = reader.money("tax_amount", of: item, in: currency) ?? 0
        let gross = reader.required(
            reader.money("row_total", of: item, in: currency), "row_total", of: item, "a line needs a total")
        return gross.map { Amounts(price: LineAmounts(gross: $0, discount: discount), tax: tax) }
    }

    /// What a bundle costs stands in it or in its contents, as the shop chose; in it, it is shared out by their quantities.
    private mutating func addBundle(
        _ parts: [JSONNode], _ bundle: Amounts, _ currency: Currency, to result: inout Lines
    ) {
        var own = parts.compactMap { amounts(of: $0, currency) }
        guard own.count == parts.count else { return }
        if own.allSatisfy({ $0.price.gross == 0 }) {
            let weights = parts.map { reader.member("qty_ordered", of: $0)?.int64 ?? 1 }
            let gross = Apportionment.split(bundle.price.gross, by: weights)
            let discount = Apportionment.split(bundle.price.discount, by: weights)
            let tax = Apportionment.split(bundle.tax, by: weights)
            for index in own.indices {
                own[index] = Amounts(
                    price: LineAmounts(gross: gross[index], discount: discount[index]), tax: tax[index])
            }
        }
        for (part, amounts) in zip(parts, own) {
            let id = reader.required(itemID(part), "item_id", of: part, "a line needs an id")
            if let id { add(part, id, amounts, to: &result) }
        }
    }

    private mutating func add(_ item: JSONNode, _ id: String, _ amounts: Amounts, to result: inout Lines) {
        guard let ordered = reader.quantity("qty_ordered", of: item, atLeast: 0) else { return }
        let gone = count("qty_canceled", of: item) + count("qty_refunded", of: item)
        let wanted = max(0, ordered - gone)
        if wanted < ordered { result.isReduced = true }
        guard wanted > 0 else { return }
        let shipped = count("qty_shipped", of: item)
        let requiresShipping = Self.requiresShipping(item, reader)
        if shipped > 0 { result.isPartlyShipped = true }
        if requiresShipping, shipped < wanted { result.isShipped = false }
        let shares = [Int64(wanted), Int64(ordered - wanted)]
        let price = LineAmounts(
            gross: Apportionment.split(amounts.price.gross, by: shares)[0],
            discount: Apportionment.split(amounts.price.discount, by: shares)[0]
        ).perUnit(of: wanted)
        result.lines.append(
            OrderLine(
                id: id, sku: reader.id("sku", of: item) ?? "\(shop.key.channel):line-\(id)",
                title: reader.freeText("name", of: item), quantity: wanted, unitPrice: price.unitPrice,
                discount: price.discount, tax: Apportionment.split(amounts.tax, by: shares)[0],
                requiresShipping: requiresShipping))
    }

    /// Units of a kind; none when it is absent.
    private mutating func count(_ key: String, of item: JSONNode) -> Int {
        reader.member(key, of: item) == nil ? 0 : reader.quantity(key, of: item, atLeast: 0) ?? 0
    }

    static func requiresShipping(_ item: JSONNode, _ reader: PayloadReader) -> Bool {
        if reader.flag("is_virtual", of: item) { return false }
        return !["virtual", "downloadable", "giftcard"].contains(reader.id("product_type", of: item))
    }
}
