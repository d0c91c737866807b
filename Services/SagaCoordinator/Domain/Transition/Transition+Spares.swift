import Contracts
import FoundationEssentials

// A kit's units are counted by one of its components, and a cancel asks the sites that count them; see ``ScatteredKit``.
// Where several sites send parts of a kit, what others have of it is left over then.

extension Transition {
    /// Takes components off that no kit needs any more, before they leave in a parcel.
    /// - Returns: whether there were any.
    mutating func takeOffSpares() -> Bool {
        guard saga.detours.wish == nil, saga.lines.contains(where: { $0[.cancelled] > 0 }),
            let definition = saga.plan.definition(.cancelFulfilment)
        else { return false }
        let spares = saga.spares
        if spares.isEmpty { return false }
        let reason = Reason(code: "kit_cancelled", message: "what is left of kits that were cancelled")
        var wish = Wish(
            .own, [], isWhole: false, from: Origin(),
            ending: Ending(.cancelled, telling: .cancelled, because: reason))
        wish.stops = spares.map { fulfilment, articles in
            let lineIDs = Set(articles.map(\.lineID)).sorted()
            let isAll = fulfilment.compare(articles) == 0
            return Wish.Stop(
                fulfilment.id, asked: isAll ? [] : lineIDs.map { LineQuantity(lineID: $0, quantity: 0) },
                articles: isAll ? [] : articles)
        }
        saga.detours.wish = wish
        var isAsked = false
        for (fulfilment, articles) in spares {
            remember(articles, of: fulfilment)
            if saga.step(.fulfil, fulfilment.id) == nil {
                // No site knows of it yet.
                take(off: fulfilment.id, leaving: fulfilment.remaining(without: articles))
            } else {
                begin(definition, fulfilment.id)
                isAsked = true
            }
        }
        if !isAsked { _ = settleWish() }
        return true
    }

    private mutating func remember(_ articles: [ParcelLine], of fulfilment: Fulfilment) {
        for article in articles {
            saga.detours.spares.append(
                AskedSpare(
                    fulfilmentID: fulfilment.id, lineID: article.lineID, sku: article.sku,
                    leaving: fulfilment.quantity(of: article) - article.quantity))
        }
    }

    /// What the sites gave back is nobody's; what has left before was a present.
    mutating func settleSpares(_ wish: Wish) {
        for stop in wish.stops {
            release(
                stop.taken.map(\.parcelLine), of: saga.fulfilment(stop.fulfilmentID)?.allocation.id,
                keep: stop.putBack.limited(to: stop.taken))
        }
    }
}

extension OrderSaga {
    /// Components beyond what the kits need that are not cancelled, by the sites that can leave them out.
    fileprivate var spares: [(fulfilment: Fulfilment, articles: [ParcelLine])] {
        var found: [UUID: [ParcelLine]] = [:]
        for ledger in lines where ledger[.cancelled] > 0 {
            for component in components(of: ledger.lineID) {
                let held = fulfilments.reduce(0) { $0 + $1.quantity(of: component) }
                var left = held - component.quantity * (ledger.ordered - ledger[.cancelled])
                for fulfilment in places(of: component) where left > 0 {
                    let quantity = fulfilment.quantity(of: component)
                    // What stands for units stays with one of them at least.
                    let spare = AskedSpare(
                        fulfilmentID: fulfilment.id, lineID: component.lineID, sku: component.sku,
                        leaving: max(fulfilment.counts(component) ? 1 : 0, quantity - left))
                    left -= quantity - spare.leaving
                    if spare.leaving == quantity || detours.spares.contains(spare) { continue }
                    found[fulfilment.id, default: []].append(
                        ParcelLine(
                            lineID: component.lineID, sku: component.sku, quantity: quantity - spare.leaving))
                }
            }
        }
        return fulfilments.compactMap { fulfilment in found[fulfilment.id].map { (fulfilment, $0) } }
    }

    /// Those of a kit, with how many one unit needs.
    private func components(of lineID: String) -> [ParcelLine] {
        let parts = fulfilments.flatMap(\.allocation.lines).filter { $0.lineID == lineID }
        return Set(parts.map(\.sku)).sorted().compactMap { sku in
            let own = parts.filter { $0.sku == sku }
            guard own.allSatisfy({ $0.units != nil }), let perUnit = own.compactMap(\.perUnit).first else { return nil }
            return ParcelLine(lineID: lineID, sku: sku, quantity: perUnit)
        }
    }

    /// Who can still leave it out: first whoever sends nothing else of the kit, then what is least far.
    private func places(of component: ParcelLine) -> [Fulfilment] {
        fulfilments.enumerated().filter { !$1.isStopped && !isPastReturn($1) && $1.quantity(of: component) > 0 }.sorted
        {
            let (left, right) = ($0.element, $1.element)
            return (left.units(of: component.lineID), left.floor, $0.offset)
                < (right.units(of: component.lineID), right.floor, $1.offset)
        }.map(\.element)
    }
}

extension Fulfilment {
    fileprivate func quantity(of article: ParcelLine) -> Int { quantity(of: article.lineID, article.sku) }

    /// Whether units of the order line go with it.
    fileprivate func counts(_ article: ParcelLine) -> Bool {
        allocation.lines.contains {
            $0.lineID == article.lineID && $0.sku == article.sku && ($0.units ?? 0) > 0
        }
    }

    fileprivate func remaining(without articles: [ParcelLine]) -> [ParcelLine] {
        var fulfilment = self
        let kept = allocation.lines.map(\.parcelLine).reduce(into: [ParcelLine]()) { lines, line in
            if !lines.contains(where: { $0.lineID == line.lineID && $0.sku == line.sku }) { lines.append(line) }
        }.map { line in
            let less = articles.reduce(0) {
                $1.lineID == line.lineID && $1.sku == line.sku ? $0 + $1.quantity : $0
            }
            return ParcelLine(lineID: line.lineID, sku: line.sku, quantity: quantity(of: line) - less)
        }
        _ = fulfilment.reduce(to: kept, taking: Dictionary(articles.map { ($0.lineID, 0) }) { first, _ in first })
        return fulfilment.allocation.lines.map(\.parcelLine)
    }
}
