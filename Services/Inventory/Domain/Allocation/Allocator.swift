import Contracts

/// Which sites send what: the nearest site that can send everything, else the fewest parcels, nearest sites first.
///
/// Pure and deterministic: the same demands, stock and places give the same decision on every machine.
struct Allocator {
    /// Up to so many sites with stock every choice is tried; beyond, the site that covers most is taken first.
    static let exactLimit = 10

    /// What was decided, and why.
    struct Decision: Hashable, Sendable {
        enum Outcome: Hashable, Sendable {
            case allocated([Share])
            case short([ShortLine])
        }

        let outcome: Outcome
        let explanation: AllocationExplanation
    }

    private let demands: [Demand]
    private let destination: Destination
    private let needs: [Need]
    /// In order of preference.
    private let sites: [RankedSite]
    /// Per site, then per need: units it can give, never more than needed.
    private let offers: [[Int]]

    /// - Parameters:
    ///   - demands: quantities are positive.
    ///   - candidates: every site, each once.
    init(_ demands: [Demand], to destination: Destination, from candidates: [Candidate]) {
        self.demands = demands
        self.destination = destination
        var wanted: [String: Int] = [:]
        for demand in demands { wanted[demand.sku, default: 0] += demand.quantity }
        let needs = wanted.sorted { $0.key < $1.key }.map { Need(sku: $0.key, quantity: $0.value) }
        let sites = candidates.map { RankedSite($0, destination: destination) }.sorted(by: RankedSite.precedes)
        self.needs = needs
        self.sites = sites
        offers = sites.map { $0.offer(of: needs) }
    }

    func decide() -> Decision {
        guard !needs.isEmpty else { return decision(.allocated([]), .nothingToSend, chosen: []) }
        let short = shortLines()
        guard short.isEmpty else { return decision(.short(short), .short, chosen: []) }
        let wanted = needs.map(\.quantity)
        if let nearest = offers.firstIndex(of: wanted) {
            return decision(.allocated(shares(from: [nearest])), .nearestComplete, chosen: [nearest])
        }
        let search = ParcelSearch(
            wanted: wanted, offers: offers, distances: sites.map { $0.distance ?? 0 },
            isAbroad: sites.map(\.isAbroad))
        let isExact = search.useful.count <= Self.exactLimit
        let chosen = isExact ? search.fewest() : search.greedy()
        return decision(
            .allocated(shares(from: chosen)), isExact ? .fewestParcels : .fewestParcelsGreedy, chosen: chosen)
    }

    /// Lines that all sites together cannot cover; where lines share an article, the earlier line is served first.
    private func shortLines() -> [ShortLine] {
        var left: [String: Int] = [:]
        for (index, need) in needs.enumerated() { left[need.sku] = offers.reduce(0) { $0 + $1[index] } }
        var short: [ShortLine] = []
        for demand in demands {
            let available = left[demand.sku, default: 0]
            left[demand.sku] = max(0, available - demand.quantity)
            if available < demand.quantity {
                short.append(
                    ShortLine(
                        lineID: demand.lineID, sku: demand.sku, requested: demand.quantity, available: available))
            }
        }
        return short
    }

    /// Each line takes what it can from the nearest of the chosen sites, and the rest from the next.
    private func shares(from chosen: [Int]) -> [Share] {
        var left: [StockKey: Int] = [:]
        for site in chosen {
            for (index, need) in needs.enumerated() {
                left[StockKey(sku: need.sku, site: sites[site].candidate.site)] = offers[site][index]
            }
        }
        var shares: [Share] = []
        for demand in demands {
            var missing = demand.quantity
            for site in chosen where missing > 0 {
                let key = StockKey(sku: demand.sku, site: sites[site].candidate.site)
                let taken = min(missing, left[key, default: 0])
                guard taken > 0 else { continue }
                left[key, default: 0] -= taken
                missing -= taken
                shares.append(Share(lineID: demand.lineID, key: key, quantity: taken))
            }
        }
        return shares
    }

    private func decision(
        _ outcome: Decision.Outcome, _ rule: AllocationExplanation.Rule, chosen: [Int]
    ) -> Decision {
        let wanted = needs.map(\.quantity)
        let findings = sites.indices.map { index in
            AllocationExplanation.Finding(
                site: sites[index].candidate.site, distance: sites[index].distance, units: offers[index].reduce(0, +),
                verdict: verdict(on: index, isChosen: chosen.contains(index), wanted: wanted, rule: rule))
        }
        return Decision(
            outcome: outcome,
            explanation: AllocationExplanation(
                rule: rule, basis: destination.basis.rawValue, candidates: findings))
    }

    private func verdict(
        on index: Int, isChosen: Bool, wanted: [Int], rule: AllocationExplanation.Rule
    ) -> AllocationExplanation.Verdict {
        if isChosen { return .chosen }
        if !sites[index].candidate.isOpen { return .closed }
        if offers[index].allSatisfy({ $0 == 0 }) { return needs.isEmpty ? .notNeeded : .empty }
        if offers[index] == wanted { return .farther }
        return rule == .nearestComplete || rule == .short ? .incomplete : .notNeeded
    }
}
