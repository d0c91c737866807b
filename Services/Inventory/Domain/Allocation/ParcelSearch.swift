/// The smallest set of sites that together cover what is wanted.
///
/// This is set cover, which has no quick exact answer in general; with ten sites there are at most 1,023 sets, and the
/// search stops at the first size that works.
struct ParcelSearch {
    /// Units per need.
    let wanted: [Int]
    /// Per site in order of preference, then per need, never more than wanted. All sites together cover what is wanted.
    let offers: [[Int]]
    /// Metres, per site.
    let distances: [Int]
    let isAbroad: [Bool]

    /// Sites that have anything.
    var useful: [Int] { offers.indices.filter { offers[$0].contains { $0 > 0 } } }

    /// How good a set is among those of its size: few sites abroad, then a short way in total. Where both are equal the
    /// set that is found first stays, and sets are tried in order of preference.
    private struct Cost: Comparable {
        var abroad = 0
        var metres = 0

        static func < (left: Cost, right: Cost) -> Bool {
            (left.abroad, left.metres) < (right.abroad, right.metres)
        }
    }

    /// Tries every set, small ones first.
    /// - Returns: indices of sites in order of preference; each of them is needed.
    func fewest() -> [Int] {
        let useful = self.useful
        for size in 1...max(1, useful.count) {
            var best: (sites: [Int], cost: Cost)?
            visit(useful[...], size: size, chosen: [], missing: wanted) { set in
                let cost = cost(of: set)
                if best.map({ cost < $0.cost }) ?? true { best = (set, cost) }
            }
            if let best { return best.sites }
        }
        return useful
    }

    /// Takes the site that covers most of what is missing, the preferred one where several cover as much, until nothing
    /// is missing; then drops whatever later choices made superfluous, the least preferred first.
    func greedy() -> [Int] {
        var missing = wanted
        var chosen: [Int] = []
        var rest = useful
        while missing.contains(where: { $0 > 0 }), !rest.isEmpty {
            let gains = rest.map { site in zip(missing, offers[site]).reduce(0) { $0 + min($1.0, $1.1) } }
            guard let most = gains.max(), most > 0, let index = gains.firstIndex(of: most) else { break }
            let site = rest.remove(at: index)
            chosen.append(site)
            missing = left(missing, after: site)
        }
        for site in chosen.sorted(by: >) {
            let others = chosen.filter { $0 != site }
            if others.reduce(wanted, { left($0, after: $1) }).allSatisfy({ $0 == 0 }) { chosen = others }
        }
        return chosen.sorted()
    }

    private func visit(
        _ rest: ArraySlice<Int>, size: Int, chosen: [Int], missing: [Int], found: ([Int]) -> Void
    ) {
        if size == 0 {
            if missing.allSatisfy({ $0 == 0 }) { found(chosen) }
            return
        }
        for index in rest.indices where rest.endIndex - index >= size {
            let site = rest[index]
            visit(
                rest[(index + 1)...], size: size - 1, chosen: chosen + [site], missing: left(missing, after: site),
                found: found)
        }
    }

    private func left(_ missing: [Int], after site: Int) -> [Int] {
        zip(missing, offers[site]).map { max(0, $0 - $1) }
    }

    private func cost(of set: [Int]) -> Cost {
        set.reduce(into: Cost()) { cost, site in
            cost.abroad += isAbroad[site] ? 1 : 0
            cost.metres += distances[site]
        }
    }
}
