import Contracts
import FoundationEssentials

/// What of a delivered parcel can come back.
package enum Delivery {
    /// One entry per order line; a line that was packed in several goes is one.
    package static func returnableLines(of message: ParcelDelivered, under policy: ReturnPolicy) -> [ReturnableLine] {
        let units = units(of: message.parcel, in: message.order)
        let weight = message.parcel.weight / max(1, units.reduce(0) { $0 + $1.quantity })
        return units.map { line in
            ReturnableLine(
                key: .init(parcelID: message.parcel.id, lineID: line.lineID), orderID: message.order.id,
                sku: line.sku, deliveredQuantity: line.quantity, deliveredAt: message.at,
                returnableUntil: policy.returnableUntil(deliveredAt: message.at, sku: line.sku),
                policyVersion: policy.version, contents: line.contents, unitWeight: max(0, weight),
                site: message.parcel.site)
        }
    }

    /// Order lines in a parcel, by line id.
    package struct Units: Hashable, Sendable {
        package var lineID: String
        package var sku: String
        package var quantity: Int
        package var contents: [UnitContent]
    }

    /// A kit is packed as its components under the kit's own line: it is counted in kits, which is what was paid for.
    package static func units(of parcel: Parcel, in order: OrderSummary) -> [Units] {
        var packed: [String: [(sku: String, quantity: Int)]] = [:]
        for line in parcel.lines where line.quantity > 0 {
            var entries = packed[line.lineID, default: []]
            if let index = entries.firstIndex(where: { $0.sku == line.sku }) {
                entries[index].quantity += line.quantity
            } else {
                entries.append((line.sku, line.quantity))
            }
            packed[line.lineID] = entries
        }
        return packed.sorted { $0.key < $1.key }.map { lineID, entries in
            guard let index = order.shares.firstIndex(where: { $0.lineID == lineID }),
                order.lines.indices.contains(index), order.lines[index].sku != entries[0].sku || entries.count > 1
            else {
                return Units(
                    lineID: lineID, sku: entries[0].sku, quantity: entries.reduce(0) { $0 + $1.quantity },
                    contents: [])
            }
            let divisor = entries.dropFirst().reduce(entries[0].quantity) { gcd($0, $1.quantity) }
            let kits = max(1, min(divisor, order.shares[index].quantity))
            let contents = entries.map { UnitContent(sku: $0.sku, quantity: $0.quantity / kits) }
            // One article under another name, not a kit: an alias.
            let isAlias = contents.count == 1 && contents[0].quantity == 1
            return Units(
                lineID: lineID, sku: isAlias ? contents[0].sku : order.lines[index].sku, quantity: kits,
                contents: isAlias ? [] : contents)
        }
    }

    private static func gcd(_ left: Int, _ right: Int) -> Int { right == 0 ? left : gcd(right, left % right) }
}
