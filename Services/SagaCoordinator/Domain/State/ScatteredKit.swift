import Contracts
import FoundationEssentials

/// Units of an order line that one site is to give back.
struct Taking {
    let fulfilmentID: UUID
    let lineID: String
    var units: Int
    /// The very articles; empty where the site can tell by itself.
    var articles: [ParcelLine] = []
}

/// A kit of which several sites send parts, or one that has not all of it. No site can tell what the kits that are kept
/// need of what it has: that is counted here, over all of them.
struct ScatteredKit {
    private let lineID: String
    /// The component that the units of the order line go with.
    let counted: String
    /// Of each component in one unit.
    private let perUnit: [String: Int]
    /// Of each component, with all sites that send it or have sent it.
    private let held: [String: Int]

    /// nil for what is no kit, for one that is whole at one site, and for one from before it was told what a unit needs.
    init?(_ lineID: String, in saga: OrderSaga) {
        let places = saga.fulfilments.filter { $0.quantity(of: lineID) > 0 }
        let parts = places.flatMap(\.allocation.lines).filter { $0.lineID == lineID }
        let counted = Set(parts.filter { ($0.units ?? 0) > 0 }.map(\.sku))
        guard counted.count == 1, let sku = counted.first, parts.allSatisfy({ $0.perUnit != nil && $0.units != nil })
        else { return nil }
        self.lineID = lineID
        self.counted = sku
        perUnit = Dictionary(parts.map { ($0.sku, max(1, $0.perUnit ?? 1)) }) { first, _ in first }
        held = Dictionary(parts.map { ($0.sku, $0.quantity) }, uniquingKeysWith: +)
        let units = places.reduce(0) { $0 + $1.units(of: lineID) }
        let isWhole = perUnit.allSatisfy { held[$0.key, default: 0] == units * $0.value }
        if places.count == 1, isWhole { return nil }
    }

    /// As many units as can go without what the others need. Of a site that has several of the components, those go
    /// together that its own units need no more.
    /// - Parameters:
    ///   - kept: units that are to stay whole.
    ///   - places: who may be asked, the likeliest first.
    func takings(of units: Int, keeping kept: Int, from places: [Fulfilment]) -> [Taking] {
        var takings = takeCounted(units, keeping: kept, from: places)
        for (sku, need) in perUnit.sorted(by: { $0.key < $1.key }) where sku != counted {
            var spare = max(0, held[sku, default: 0] - need * kept)
            for index in takings.indices {
                guard let place = places.first(where: { $0.id == takings[index].fulfilmentID }) else { continue }
                let staying = place.units(of: lineID) - takings[index].units
                let count = min(spare, max(0, place.quantity(of: lineID, sku) - need * staying))
                guard count > 0 else { continue }
                spare -= count
                takings[index].articles.append(ParcelLine(lineID: lineID, sku: sku, quantity: count))
            }
        }
        return takings
    }

    private func takeCounted(_ units: Int, keeping kept: Int, from places: [Fulfilment]) -> [Taking] {
        var articles = max(0, held[counted, default: 0] - perUnit[counted, default: 1] * kept)
        var left = units
        var takings: [Taking] = []
        // A split that does not go up leaves parts that stand for no unit: they go last.
        let counting = places.filter { $0.units(of: lineID) > 0 }
        let others = places.filter { $0.units(of: lineID) == 0 }
        for place in counting + others {
            let own = place.units(of: lineID)
            let quantity = place.quantity(of: lineID, counted)
            // A unit that another site is to give back needs an article to go with.
            var count = min(quantity, own < left ? articles - 1 : articles)
            // As does one that stays.
            if count == quantity, own > left { count -= 1 }
            guard count > 0 else { continue }
            let going = count == quantity ? own : min(own, left)
            articles -= count
            left -= going
            takings.append(
                Taking(
                    fulfilmentID: place.id, lineID: lineID, units: going,
                    articles: [ParcelLine(lineID: lineID, sku: counted, quantity: count)]))
        }
        return takings
    }
}

extension Fulfilment {
    /// Units of an order line.
    func units(of lineID: String) -> Int { units.reduce(0) { $0 + ($1.lineID == lineID ? $1.quantity : 0) } }

    /// Of all articles of an order line.
    func quantity(of lineID: String) -> Int {
        allocation.lines.reduce(0) { $0 + ($1.lineID == lineID ? $1.quantity : 0) }
    }

    /// Of an article for an order line.
    func quantity(of lineID: String, _ sku: String) -> Int {
        allocation.lines.reduce(0) { $0 + ($1.lineID == lineID && $1.sku == sku ? $1.quantity : 0) }
    }

    /// What stays the same stands for fewer units.
    mutating func count(_ units: Int, less sku: String, of lineID: String) {
        var left = units
        for index in allocation.lines.indices
        where allocation.lines[index].lineID == lineID && allocation.lines[index].sku == sku {
            let less = min(left, allocation.lines[index].units ?? 0)
            allocation.lines[index].units? -= less
            left -= less
        }
    }
}
