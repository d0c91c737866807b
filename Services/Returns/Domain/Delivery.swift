import Contracts
import FoundationEssentials

/// What of a delivered parcel can come back.
package enum Delivery {
    /// One entry per order line; a line that was packed in several goes is one.
    package static func returnableLines(of message: ParcelDelivered, under policy: ReturnPolicy) -> [ReturnableLine] {
        let units = units(of: message.parcel, in: message.order)
        let weight = message.parcel.weight / max(1, units.reduce(0) { $0 + $1.sets })
        return units.map { line in
            ReturnableLine(
                key: .init(parcelID: message.parcel.id, lineID: line.lineID), orderID: message.order.id,
                sku: line.sku, deliveredQuantity: line.quantity, deliveredAt: message.at,
                returnableUntil: policy.returnableUntil(deliveredAt: message.at, sku: line.sku),
                policyVersion: policy.version, sets: line.sets, contents: line.contents, unitWeight: max(0, weight),
                site: message.parcel.site)
        }
    }

    /// Order lines in a parcel, by line id.
    package struct Units: Hashable, Sendable {
        package var lineID: String
        package var sku: String
        /// Of the order line; none where another parcel has the component by which a kit is counted.
        package var quantity: Int
        /// Equal parts that the articles can be divided in; as many as units, except of kits that are sent in parts.
        package var sets: Int
        /// Of one set.
        package var contents: [UnitContent]
    }

    /// A kit is packed as its components under the kit's own line: it is counted in kits, which is what was paid for.
    package static func units(of parcel: Parcel, in order: OrderSummary) -> [Units] {
        var packed: [String: [ParcelLine]] = [:]
        for line in parcel.lines where line.quantity > 0 {
            var entries = packed[line.lineID, default: []]
            if let index = entries.firstIndex(where: { $0.sku == line.sku }) {
                let units = entries[index].orderedUnits + line.orderedUnits
                if entries[index].units != nil || line.units != nil { entries[index].units = units }
                entries[index].quantity += line.quantity
            } else {
                entries.append(line)
            }
            packed[line.lineID] = entries
        }
        return packed.sorted { $0.key < $1.key }.map { lineID, entries in
            let index = order.shares.firstIndex { $0.lineID == lineID }
            let ordered = index.flatMap { order.lines.indices.contains($0) ? $0 : nil }
            if entries.contains(where: { $0.units != nil }) {
                return counted(entries, lineID, sku: ordered.map { order.lines[$0].sku } ?? entries[0].sku)
            }
            guard let ordered, order.lines[ordered].sku != entries[0].sku || entries.count > 1 else {
                let quantity = entries.reduce(0) { $0 + $1.quantity }
                return Units(lineID: lineID, sku: entries[0].sku, quantity: quantity, sets: quantity, contents: [])
            }
            return guessed(entries, lineID, sku: order.lines[ordered].sku, upTo: order.shares[ordered].quantity)
        }
    }

    /// The coordinator has said what the components stand for.
    private static func counted(_ entries: [ParcelLine], _ lineID: String, sku: String) -> Units {
        let units = entries.reduce(0) { $0 + $1.orderedUnits }
        let isWhole = units > 0 && entries.allSatisfy { $0.quantity % units == 0 }
        let sets = isWhole ? units : divisor(of: entries)
        return Units(
            lineID: lineID, sku: sku, quantity: units, sets: sets,
            contents: entries.map { UnitContent(sku: $0.sku, quantity: $0.quantity / sets) })
    }

    /// Nobody has: a parcel from before there was such a count, or an article under another name.
    private static func guessed(_ entries: [ParcelLine], _ lineID: String, sku: String, upTo limit: Int) -> Units {
        let kits = max(1, min(divisor(of: entries), limit))
        let contents = entries.map { UnitContent(sku: $0.sku, quantity: $0.quantity / kits) }
        // One article under another name, not a kit: an alias.
        let isAlias = contents.count == 1 && contents[0].quantity == 1
        return Units(
            lineID: lineID, sku: isAlias ? contents[0].sku : sku, quantity: kits, sets: kits,
            contents: isAlias ? [] : contents)
    }

    private static func divisor(of entries: [ParcelLine]) -> Int {
        entries.dropFirst().reduce(entries[0].quantity) { gcd($0, $1.quantity) }
    }

    private static func gcd(_ left: Int, _ right: Int) -> Int { right == 0 ? left : gcd(right, left % right) }
}
