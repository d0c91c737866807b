import Contracts
import FoundationEssentials

/// What somebody who works orders from outside has sent.
package struct OutsideNotice: Hashable, Sendable {
    /// Units of a line, as far as the notice says which.
    package struct Item: Hashable, Sendable {
        package var lineID: String?
        package var sku: String?
        package var quantity: Int

        package init(lineID: String? = nil, sku: String? = nil, quantity: Int) {
            self.lineID = lineID
            self.sku = sku
            self.quantity = quantity
        }
    }

    /// As the feed calls the order: its number, or our id.
    package var orderNumber: String
    package var orderID: UUID?
    package var label: OutsideLabel
    /// Empty for everything.
    package var items: [Item]

    package init(orderNumber: String, orderID: UUID? = nil, label: OutsideLabel, items: [Item] = []) {
        self.orderNumber = orderNumber
        self.orderID = orderID
        self.label = label
        self.items = items
    }

    /// Units by order line: by the line's id, where it is ours, else by SKU over the lines that have it.
    /// - Returns: nil when an item is no line's, or none of them holds a unit; empty for everything.
    package func lines(of order: Order) -> [LineQuantity]? {
        var left = Dictionary(order.lines.map { ($0.id, $0.quantity) }, uniquingKeysWith: +)
        var units: [String: Int] = [:]
        for item in items where item.quantity > 0 {
            var rest = item.quantity
            let named = order.lines.filter { $0.id == item.lineID }
            let candidates = named.isEmpty ? order.lines.filter { $0.sku == item.sku } : named
            for line in candidates where rest > 0 {
                let count = min(rest, left[line.id] ?? 0)
                units[line.id, default: 0] += count
                left[line.id]? -= count
                rest -= count
            }
            if rest > 0 { return nil }
        }
        if left.values.allSatisfy({ $0 == 0 }) { return [] }
        // Nothing of it was sent: that is not everything.
        if !items.isEmpty, !units.values.contains(where: { $0 > 0 }) { return nil }
        let lines = units.filter { $0.value > 0 }.map { LineQuantity(lineID: $0.key, quantity: $0.value) }
        return lines.sorted { $0.lineID < $1.lineID }
    }
}
