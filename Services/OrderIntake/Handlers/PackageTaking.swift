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

    /// An order that the coordinator has not been told of waits until no package of it can be missing: what it is told first is
    /// all that is ever sent.
    ///
    /// - Parameters:
    ///   - order: as the package alone would be.
    ///   - tellsSplits: whether the channel's packages say what they were made of.
    /// - Throws: when the order has more than the coordinator was told.
    static func take(
        _ order: Order, _ disposition: Disposition, in package: ChannelPackage, tellsSplits: Bool,
        _ rows: inout OrderIntakeRows
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
        if let known, known.isAnnounced {
            result.cancels = try cancels(from: known.order, to: result)
        } else if result.disposition == .proceed, !tellsSplits || !book.isRooted {
            result.disposition = .recorded(.awaitingPackages)
        }
        return result
    }

    private static func cancels(from known: Order, to result: Result) throws(HandlerError) -> [ChannelRefund] {
        if result.disposition == .recorded(.cancelled) { return [] }
        let before = known.units
        let after = result.order.units
        if after.contains(where: { $0.value > before[$0.key] ?? 0 }) {
            // The news of a package whose place this one takes, or of a cancel, may be on its way.
            throw .retry("further_lines", "another package has more of the order than it was accepted with")
        }
        return known.cancels(leaving: after)
    }
}
