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
        /// Whether the packages are looked at again before anything follows from their units, and the order has its own until then.
        var isPending = false
        /// Whether this was not known of the package.
        var isNews = true
    }

    /// An order that the coordinator has not been told of waits until no package of it can be missing: what it is told first is
    /// all that is ever sent. Where packages do not say what they were made of, an order that it has waits likewise before
    /// anything is cancelled: the end of a package may be a cancel, or a split whose packages are yet to come. Who the newest is
    /// for, and where it goes, is the order's at once: it is kept nowhere else.
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
        let known = rows.orders[key]
        let accepted = known.flatMap { $0.isAnnounced ? $0.order : nil }
        let book = PackageBook(Array(packages), tellsSplits: tellsSplits, accepted: accepted)
        // Names and addresses are kept with the order alone.
        let isNewest = isNew && book.newest?.key == incoming.key
        var whole = isNewest ? order : known?.order ?? order
        book.fill(&whole)
        let updatedAt = book.newest?.updatedAt ?? incoming.updatedAt
        whole.updatedAt = updatedAt
        var result = Result(
            order: whole, disposition: book.disposition, updatedAt: updatedAt, cancels: [], isNews: isNew)
        if let known, known.isAnnounced {
            if !tellsSplits, differs(result, from: known) {
                result.isPending = true
                result.order = known.order
                result.order.takePersons(of: whole)
                result.order.updatedAt = updatedAt
                result.disposition = known.disposition
            } else {
                result.cancels = try cancels(from: known.order, to: result)
            }
        } else if result.disposition == .proceed, !tellsSplits || !book.isRooted {
            result.disposition = .recorded(.awaitingPackages)
        }
        return result
    }

    /// What the packages of an order that the coordinator has come to once no other can come.
    /// - Returns: nil when it is as it was told.
    /// - Throws: when the order has more than the coordinator was told, or it cannot be said what it has.
    static func settle(
        _ row: IntakeOrder, _ packages: [KnownPackage], tellsSplits: Bool
    ) throws(HandlerError) -> Result? {
        guard row.isAnnounced, !packages.isEmpty else { return nil }
        let book = PackageBook(packages, tellsSplits: tellsSplits, accepted: row.order)
        let updatedAt = max(row.updatedAt, book.newest?.updatedAt ?? row.updatedAt)
        var result = Result(order: row.order, disposition: book.disposition, updatedAt: updatedAt, cancels: [])
        book.fill(&result.order)
        result.order.updatedAt = updatedAt
        guard differs(result, from: row) else { return nil }
        try checkClear(book, of: row)
        result.cancels = try cancels(from: row.order, to: result)
        return result
    }

    /// What an unpacked package is next said to be tells, or a person does.
    static func checkClear(_ book: PackageBook, of row: IntakeOrder) throws(HandlerError) {
        guard book.isUnclear else { return }
        throw .retry(
            "unclear_split",
            "whether an unpacked package of order \(row.order.number) is to be sent, or others in its place, cannot be said"
        )
    }

    /// A package that was sent, or came back, takes no units away.
    private static func differs(_ result: Result, from known: IntakeOrder) -> Bool {
        if known.disposition == .recorded(.cancelled) { return false }
        return result.disposition == .recorded(.cancelled) || result.order.units != known.order.units
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

extension Order {
    fileprivate mutating func takePersons(of other: Order) {
        customer = other.customer
        shippingAddress = other.shippingAddress
        billingAddress = other.billingAddress
        note = other.note
    }
}
