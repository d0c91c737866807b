import Contracts
import Messaging

/// Takes one package of an order in, and says what the order then is.
enum PackageTaking {
    struct Result {
        var order: Order
        var disposition: Disposition
        var updatedAt: Timestamp
        /// What was cancelled of an order that the coordinator has.
        var cancels: [ChannelRefund]
    }

    /// - Parameter order: as the package alone would be.
    /// - Throws: when the order has more than the coordinator was told.
    static func take(
        _ order: Order, _ disposition: Disposition, in package: ChannelPackage, _ rows: inout OrderIntakeRows
    ) throws(HandlerError) -> Result {
        let key = OrderKey(shop: ShopKey(channel: order.channel, shop: order.shop), externalID: order.externalID)
        let incoming = KnownPackage(
            key: KnownPackage.Key(order: key, packageID: package.id),
            content: PackageContent(lines: order.lines, origins: package.origins, isRemade: package.isRemade),
            disposition: disposition, updatedAt: order.updatedAt ?? order.placedAt)
        let isNew = rows.packages[incoming.key].map { incoming.supersedes($0) } ?? true
        if isNew { rows.packages[incoming.key] = incoming }
        let packages = rows.packages.rows.filter { $0.key.order == key }
        let book = PackageBook(Array(packages))
        let known = rows.orders[key]
        // Names and addresses are kept with the order alone.
        let isNewest = isNew && book.newest?.key == incoming.key
        var whole = isNewest ? order : known?.order ?? order
        book.fill(&whole)
        let updatedAt = book.newest?.updatedAt ?? incoming.updatedAt
        whole.updatedAt = updatedAt
        var result = Result(order: whole, disposition: book.disposition, updatedAt: updatedAt, cancels: [])
        if let known, known.isAnnounced { result.cancels = try cancels(from: known.order, to: result) }
        return result
    }

    /// Each by the units that are left, so that it is told once whatever way it comes out.
    private static func cancels(from known: Order, to result: Result) throws(HandlerError) -> [ChannelRefund] {
        if result.disposition == .recorded(.cancelled) { return [] }
        let before = known.units
        let after = result.order.units
        if after.contains(where: { $0.value > before[$0.key] ?? 0 }) {
            throw .park("further_lines", "another package has more of the order than it was accepted with")
        }
        return before.sorted { $0.key < $1.key }.compactMap { id, units in
            let left = after[id] ?? 0
            guard left < units else { return nil }
            return ChannelRefund(
                content: RefundedByChannel(
                    externalRefundID: "units/\(id)/\(left)", amount: 0,
                    lines: [LineQuantity(lineID: id, quantity: units - left)], restock: true),
                reducesContent: true)
        }
    }
}

extension Order {
    /// Units per line.
    var units: [String: Int] {
        Dictionary(lines.map { ($0.id, $0.quantity) }, uniquingKeysWith: { first, _ in first })
    }
}
