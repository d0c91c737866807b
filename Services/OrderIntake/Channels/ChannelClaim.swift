import Contracts
import WireJSON

/// What a customer wants to give back, as a marketplace tells it: one claim, with all units that it is of; none when it is over.
package struct ChannelClaim: JSONCodable, Hashable, Sendable {
    /// Units of one article, for one reason.
    package struct Item: JSONCodable, Hashable, Sendable {
        /// nil where the channel names the article by its title alone.
        package var lineID: String?
        package var title: String?
        package var quantity: Int
        /// A code of the channel's.
        package var reason: String

        package init(lineID: String? = nil, title: String? = nil, quantity: Int, reason: String) {
            self.lineID = lineID
            self.title = title
            self.quantity = quantity
            self.reason = reason
        }

        package init(from json: JSONNode) throws(JSONError) {
            lineID = try json.decodeIfPresent("lineId")
            title = try json.decodeIfPresent("title")
            quantity = try json.decode("quantity")
            reason = try json.decode("reason")
        }

        package func encode(to json: inout JSONWriter) {
            json.object { json in
                json.write("lineId", lineID)
                json.write("title", title)
                json.write("quantity", quantity)
                json.write("reason", reason)
            }
        }
    }

    package var id: String
    package var orderID: String
    package var items: [Item]

    /// Whether nothing is to come back.
    package var isOver: Bool { items.allSatisfy { $0.quantity <= 0 } }

    package init(id: String, orderID: String, items: [Item]) {
        self.id = id
        self.orderID = orderID
        self.items = items
    }

    package init(from json: JSONNode) throws(JSONError) {
        id = try json.decode("claimId")
        orderID = try json.decode("orderId")
        items = try json.decode("items")
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("claimId", id)
            json.write("orderId", orderID)
            json.write("items", items)
        }
    }

    /// The lines that come back, each once: with the reason of most of its units, and of several such the first by name.
    /// - Returns: nil when an item is no line's, or may be several lines'.
    package func lines(of order: Order) -> [ReturnLine]? {
        var units: [String: [String: Int]] = [:]
        for item in items where item.quantity > 0 {
            var candidates = order.lines.filter { $0.id == item.lineID }
            if item.lineID == nil {
                candidates = order.lines.filter { $0.title != nil && $0.title == item.title }
                if candidates.isEmpty, order.lines.count == 1 { candidates = order.lines }
            }
            guard candidates.count == 1, let line = candidates.first else { return nil }
            units[line.id, default: [:]][item.reason, default: 0] += item.quantity
        }
        return units.sorted { $0.key < $1.key }.compactMap { lineID, reasons in
            let most = reasons.max { ($0.value, $1.key) < ($1.value, $0.key) }
            return most.map { ReturnLine(lineID: lineID, quantity: reasons.values.reduce(0, +), reason: $0.key) }
        }
    }
}
