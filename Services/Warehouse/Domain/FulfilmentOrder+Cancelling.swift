import Contracts

/// What a cancel took off a fulfilment order.
package struct CancelledUnits: Hashable, Sendable {
    package var lines: [ParcelLine] = []
    /// Of these, what had been picked.
    package var putBack: [ParcelLine] = []
}

extension FulfilmentOrder {
    /// Takes units off it, those first that nobody has picked yet; what was picked is to be put back. A parcel that is
    /// packed is opened, and packed again with the rest.
    /// - Parameters:
    ///   - quantities: units of order lines; empty for everything. What is not there to be taken is not.
    ///   - articles: of kits that several sites send parts of; what they name is taken, whatever `quantities` says of their lines.
    ///   - putsBackAtOnce: a floor that takes no time has put back what it had in hand before anybody could ask.
    package mutating func cancel(
        _ quantities: [LineQuantity], articles: [ParcelLine] = [], putsBackAtOnce: Bool = false
    ) -> CancelledUnits {
        let wanted = quantities.reduce(into: [String: Int]()) { $0[$1.lineID, default: 0] += max(0, $1.quantity) }
        var left = Dictionary(articles.map { (Article(lineID: $0.lineID, sku: $0.sku), max(0, $0.quantity)) }) {
            $0 + $1
        }
        let named = Set(articles.map(\.lineID))
        var taken = CancelledUnits()
        let before = lines
        for index in lines.indices {
            let line = lines[index]
            let article = Article(lineID: line.lineID, sku: line.sku)
            let asked =
                quantities.isEmpty
                ? line.due
                : named.contains(line.lineID)
                    ? left[article, default: 0]
                    : self.articles(of: wanted[line.lineID] ?? 0, at: index, from: before)
            let count = min(line.due, asked)
            left[article, default: 0] -= count
            guard count > 0 else { continue }
            let fromHand = max(0, count - (line.due - line.picked))
            lines[index].cancelled += count
            lines[index].picked -= fromHand
            lines[index].packed = min(line.packed, lines[index].picked)
            taken.lines.append(line.parcelLine(count))
            guard fromHand > 0, !putsBackAtOnce else { continue }
            lines[index].putBack += fromHand
            taken.putBack.append(line.parcelLine(fromHand))
        }
        guard !taken.lines.isEmpty || quantities.isEmpty else { return taken }
        if state == .packed, !taken.lines.isEmpty { open() }
        settle(endingAs: .cancelled)
        return taken
    }

    /// An automated floor puts back by itself.
    package mutating func putBackEverything() -> [AllocatedUnits] {
        var units: [AllocatedUnits] = []
        for index in lines.indices where lines[index].toPutBack > 0 {
            units.append(AllocatedUnits(site: site, sku: lines[index].sku, quantity: lines[index].toPutBack))
            lines[index].putBackDone = lines[index].putBack
        }
        if !units.isEmpty { version += 1 }
        return units
    }

    /// All that cancels took off it.
    package var cancelledSoFar: CancelledUnits {
        CancelledUnits(
            lines: lines.filter { $0.cancelled > 0 }.map { $0.parcelLine($0.cancelled) },
            putBack: lines.filter { $0.putBack > 0 }.map { $0.parcelLine($0.putBack) })
    }

    private struct Article: Hashable {
        let lineID: String
        let sku: String
    }

    private mutating func open() {
        parcel = nil
        worker = nil
        for index in lines.indices { lines[index].packed = 0 }
        state = .picked
    }

    /// Of a component, what the kits that stay do not need: the kits that lack one go first. Of anything else, so many.
    /// - Parameter lines: before anything was taken.
    private func articles(of units: Int, at index: Int, from lines: [FulfilmentLine]) -> Int {
        let line = lines[index]
        let own = lines.filter { $0.lineID == line.lineID }
        guard units > 0, own.contains(where: { $0.units != nil }) else { return units }
        let all = own.reduce(0) { $0 + ($1.units ?? $1.quantity) }
        if all == 0 { return units }
        let left = own.reduce(0) { sum, part in
            let counted = part.units ?? part.quantity
            let quantity = max(1, part.quantity)
            return sum + min(counted, (part.due * counted + quantity - 1) / quantity)
        }
        let keeping = max(0, left - units)
        // A component that lies in several bins stays in the first of them.
        let inAll = own.reduce(0) { $1.sku == line.sku ? $0 + $1.quantity : $0 }
        let before = lines[..<index].reduce(0) {
            $1.lineID == line.lineID && $1.sku == line.sku ? $0 + $1.due : $0
        }
        return max(0, line.due - max(0, (keeping * inAll + all - 1) / all - before))
    }
}
