/// What customers do.
extension Marketplace {
    /// - Parameter lines: SKU and units; each a line of its own.
    package mutating func place(
        id: String, number: String, lines: [MarketLine], shipping: Int64 = 0, isPaid: Bool = true,
        isAwaiting: Bool = false, editOf: String? = nil
    ) {
        var order = MarketOrder(
            id: id, number: number, placedAt: now, updatedAt: now, lines: lines, shipping: shipping, isPaid: isPaid,
            editOf: editOf)
        if packaging == .fromTheStart {
            let units = Dictionary(uniqueKeysWithValues: lines.map { ($0.id, $0.ordered) })
            order.packages = [
                MarketPackage(
                    id: "\(nextID())", state: isAwaiting ? .awaiting : .created, units: units, modifiedAt: now)
            ]
        }
        insert(order)
        for line in lines { moveStock(line.sku, by: -line.ordered) }
        changes.append(MarketChange(kind: .placed, orderID: id))
    }

    package mutating func pay(_ id: String) {
        update(id, tell: .paid) { order in
            order.isPaid = true
            for index in order.packages.indices where order.packages[index].state == .awaiting {
                order.packages[index].state = .created
            }
        }
    }

    /// - Returns: whether nothing of it has been sent yet, as far as the channel knows.
    @discardableResult
    package mutating func cancel(_ id: String) -> Bool {
        guard let order = orders[id], !order.isCancelled, order.shipped == 0 else { return false }
        for line in order.lines { moveStock(line.sku, by: line.wanted) }
        update(id, tell: .cancelled) { order in
            order.isCancelled = true
            for index in order.packages.indices where order.packages[index].isLive {
                order.packages[index].state = .cancelled
            }
        }
        return true
    }

    /// Takes units of a line off the order; the last ones cancel it.
    /// - Parameter package: that they are in; nil for any.
    /// - Returns: whether as many are left, unsent.
    @discardableResult
    package mutating func cancelUnits(
        _ units: Int, of line: String, in id: String, from package: String? = nil, note: String? = nil
    ) -> Bool {
        guard let order = orders[id], !order.isCancelled, let item = order.line(line), item.unshipped >= units else {
            return false
        }
        guard order.wanted > units else { return cancel(id) }
        // A package is changed as a whole: units of a line that is split over two are cancelled in one of them.
        let place = order.packages.first { (package ?? $0.id) == $0.id && $0.canLose(units, of: line) }
        guard packaging != .fromTheStart || place != nil else { return false }
        let kind: MarketChange.Kind
        // Of the change itself: an order's times may run ahead of the clock's.
        let refund = MarketRefund(
            id: "\(nextID())", units: [line: units], amount: item.unitPrice * Int64(units),
            at: max(now, order.updatedAt + 1000), note: note)
        switch packaging {
        case .none: kind = .refunded(refund.id)
        case .byMerchant: kind = .lineCancelled(line: line, units: units)
        case .fromTheStart: kind = .packagesChanged([])
        }
        moveStock(item.sku, by: units)
        if packaging == .fromTheStart {
            repackage(id, without: units, of: line, in: place?.id)
        }
        update(id, tell: packaging == .fromTheStart ? nil : kind) { order in
            for index in order.lines.indices where order.lines[index].id == line {
                order.lines[index].cancelled += units
            }
            order.refunds.append(refund)
        }
        return true
    }

    /// Money alone goes back.
    @discardableResult
    package mutating func refund(_ amount: Int64, of id: String, note: String? = nil) -> Bool {
        guard let order = orders[id], order.isPaid, !order.isCancelled,
            order.refunds.filter({ $0.units.isEmpty }).reduce(amount, { $0 + $1.amount }) < order.total
        else { return false }
        let refund = MarketRefund(id: "\(nextID())", units: [:], amount: amount, at: now, note: note)
        update(id, tell: .refunded(refund.id)) { $0.refunds.append(refund) }
        return true
    }

    /// The merchant gives the money of goods back that have left, in the channel's own pages.
    package mutating func refundSent(_ units: Int, of line: String, in id: String) -> Bool {
        guard let order = orders[id], order.isPaid, !order.isCancelled, let known = order.line(line),
            known.shipped >= units, known.unitPrice * Int64(units) < order.kept
        else { return false }
        giveBack(known.unitPrice * Int64(units), of: [line: units], in: id)
        return true
    }

    /// The merchant gives all money of an order back whose goods have left.
    package mutating func refundAllSent(in id: String) -> Bool {
        guard let order = orders[id], order.isPaid, !order.isCancelled, order.isShipped, order.kept > 0 else {
            return false
        }
        let units = order.lines.map { ($0.id, $0.wanted - order.sentBack($0.id)) }.filter { $0.1 > 0 }
        giveBack(order.kept, of: Dictionary(uniqueKeysWithValues: units), in: id)
        return true
    }

    private mutating func giveBack(_ amount: Int64, of sent: [String: Int], in id: String) {
        let refund = MarketRefund(id: "\(nextID())", units: [:], amount: amount, at: now, sent: sent)
        update(id, tell: .refunded(refund.id)) { $0.refunds.append(refund) }
    }

    /// Parts of a package take its place.
    package mutating func replace(package old: String, of id: String, by parts: [[String: Int]]) {
        guard let order = orders[id], let index = order.packages.firstIndex(where: { $0.id == old }) else { return }
        let state = order.packages[index].state
        let made = parts.map {
            MarketPackage(
                id: "\(nextID())", state: state, units: $0, origins: [old], maker: "split", modifiedAt: now)
        }
        update(id, tell: .packagesChanged([old] + made.map(\.id))) { order in
            order.packages[index].state = .unpacked
            order.packages += made
        }
    }

    /// Makes two packages of one, or three when units of it are cancelled: the old one is void, and new ones take its place.
    package mutating func repackage(
        _ id: String, without units: Int = 0, of line: String = "", in package: String? = nil
    ) {
        guard let order = orders[id],
            let index = order.packages.firstIndex(where: {
                guard (package ?? $0.id) == $0.id else { return false }
                return units == 0 ? $0.isLive && $0.state != .shipped : $0.canLose(units, of: line)
            })
        else { return }
        let old = order.packages[index]
        // One that loses all that it has stays what it is.
        guard units == 0 || old.units != [line: units] else {
            return update(id, tell: .packagesChanged([old.id])) { $0.packages[index].state = .cancelled }
        }
        var made: [MarketPackage] = []
        func make(_ state: MarketPackage.State, _ units: [String: Int], by maker: String) {
            let units = units.filter { $0.value > 0 }
            guard !units.isEmpty else { return }
            made.append(
                MarketPackage(
                    id: "\(nextID())", state: state, units: units, origins: [old.id], maker: maker, modifiedAt: now))
        }
        if units > 0 {
            make(old.state, old.units.merging([line: units]) { $0 - $1 }, by: "cancel")
            make(.cancelled, [line: units], by: "cancel")
        } else {
            // The first line, or a unit of it, goes alone.
            let first = old.units.min { $0.key < $1.key }?.key ?? ""
            let alone = old.units.count > 1 ? old.units[first, default: 0] : 1
            make(old.state, [first: alone], by: "split")
            make(old.state, old.units.merging([first: alone]) { $0 - $1 }, by: "split")
            guard made.count == 2 else { return }
        }
        let news = made
        update(id, tell: .packagesChanged([old.id] + news.map(\.id))) { order in
            order.packages[index].state = .unpacked
            order.packages += news
        }
    }
}
