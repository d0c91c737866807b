import Contracts
import FoundationEssentials

// Which sites are asked to give units back, and what.

extension Transition {
    /// What no site has in hand goes first, then what is least far. Who was asked before is not asked again. When nothing is
    /// to be left, whoever has parts of kits that stand for no unit is asked too.
    func stops(for wish: Wish) -> [Wish.Stop] {
        let open = saga.stoppable
        if wish.isWhole || wish.kind != .move && saga.isEverything(wish.lines) {
            return open.map { Wish.Stop($0.id, asked: []) }
        }
        let asked = Set(wish.stops.map(\.fulfilmentID))
        let places = open.filter { !asked.contains($0.id) }
        var takings: [UUID: [Taking]] = [:]
        for line in wish.lines.sorted(by: { $0.lineID < $1.lineID }) {
            for taking in saga.takings(line, wanted(line, of: open), from: places) {
                takings[taking.fulfilmentID, default: []].append(taking)
            }
        }
        return places.compactMap { fulfilment in takings[fulfilment.id].map { stop(fulfilment, $0) } }
    }

    /// Units of which no component is left to be taken are nobody's: what counts them is needed for the kits that stay.
    mutating func uncount(_ wish: Wish) {
        guard !wish.isWhole else { return }
        let open = saga.stoppable
        for line in wish.lines {
            let taken = saga.takings(line, wanted(line, of: open), from: open)
            guard let kit = ScatteredKit(line.lineID, in: saga) else { continue }
            var left = wanted(line, of: open) - taken.reduce(0) { $0 + $1.units }
            for fulfilment in open where left > 0 {
                let going = taken.first { $0.fulfilmentID == fulfilment.id }?.units ?? 0
                let count = min(left, fulfilment.units(of: line.lineID) - going)
                guard count > 0 else { continue }
                left -= count
                saga.changeFulfilment(fulfilment.id) { $0.count(count, less: kit.counted, of: line.lineID) }
                saga.move(
                    [(lineID: line.lineID, quantity: count)], from: fulfilment.buckets + [.reserved], to: .pending)
            }
        }
    }

    /// Units that sites have to give back.
    private func wanted(_ line: LineQuantity, of open: [Fulfilment]) -> Int {
        let inHand = open.reduce(0) { $0 + $1.units(of: line.lineID) }
        let free = (saga.line(line.lineID)?.total(UnitBucket.beforeHandOver) ?? 0) - inHand
        return max(0, line.quantity - max(0, free))
    }

    private func stop(_ fulfilment: Fulfilment, _ takings: [Taking]) -> Wish.Stop {
        let isAll = Set(fulfilment.allocation.lines.map(\.lineID)).allSatisfy { lineID in
            guard let taking = takings.first(where: { $0.lineID == lineID }) else { return false }
            guard !taking.articles.isEmpty else { return taking.units == fulfilment.units(of: lineID) }
            return taking.articles.reduce(0) { $0 + $1.quantity } == fulfilment.quantity(of: lineID)
        }
        return Wish.Stop(
            fulfilment.id, asked: isAll ? [] : takings.map { LineQuantity(lineID: $0.lineID, quantity: $0.units) },
            articles: takings.flatMap(\.articles))
    }
}

extension OrderSaga {
    /// Sites that still have what they send, the one that has done least about it first.
    fileprivate var stoppable: [Fulfilment] {
        fulfilments.enumerated().filter { !$1.isStopped && !isPastReturn($1) }.sorted {
            ($0.element.floor, $0.offset) < ($1.element.floor, $1.offset)
        }.map(\.element)
    }

    /// - Parameters:
    ///   - line: what is to go in all.
    ///   - wanted: units of it that sites have in hand.
    fileprivate func takings(_ line: LineQuantity, _ wanted: Int, from places: [Fulfilment]) -> [Taking] {
        guard wanted > 0 else { return [] }
        if let kit = ScatteredKit(line.lineID, in: self), let ledger = self.line(line.lineID) {
            return kit.takings(
                of: wanted, keeping: max(0, ledger.ordered - ledger[.cancelled] - line.quantity), from: places)
        }
        var left = wanted
        return places.compactMap { fulfilment in
            let count = min(left, fulfilment.units(of: line.lineID))
            left -= count
            return count > 0 ? Taking(fulfilmentID: fulfilment.id, lineID: line.lineID, units: count) : nil
        }
    }
}
