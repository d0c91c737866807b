import Contracts
import TestSupport
import Testing

@testable import Inventory

/// The allocation against a search that tries every set of sites by counting in binary and knows nothing of orders of
/// preference.
@Suite("Allocation, against brute force")
struct AllocatorPropertyTests {
    private struct Case {
        var demands: [Demand]
        var candidates: [Candidate]
        var destination: Destination

        init(_ random: inout SeededGenerator, sites: ClosedRange<Int>) {
            let skus = (1...Int.random(in: 1...8, using: &random)).map { "S\($0)" }
            demands = (1...Int.random(in: 1...8, using: &random)).map { line in
                Demand(
                    lineID: "\(line)", sku: skus.randomElement(using: &random) ?? "S1",
                    quantity: Int.random(in: 1...4, using: &random))
            }
            candidates = (1...Int.random(in: sites, using: &random)).map { number in
                var available: [String: Int] = [:]
                for sku in skus where Bool.random(using: &random) {
                    available[sku] = Int.random(in: 0...6, using: &random)
                }
                return Candidate(
                    site: "W\(number)", country: Bool.random(using: &random) ? "DE" : "FR",
                    coordinates: Coordinates(
                        latitudeE6: Int.random(in: 40_000_000...55_000_000, using: &random),
                        longitudeE6: Int.random(in: -5_000_000...25_000_000, using: &random)),
                    isOpen: Int.random(in: 0...9, using: &random) > 0, available: available)
            }
            let address = [nil, Demo.address("DE"), Demo.address("FR", 48_000_000, 2_000_000)]
                .randomElement(using: &random)
            destination = Destination(address ?? nil)
        }

        var wanted: [String: Int] { Dictionary(demands.map { ($0.sku, $0.quantity) }) { $0 + $1 } }

        func covers(_ sites: some Sequence<Int>) -> Bool {
            var total: [String: Int] = [:]
            for site in sites where candidates[site].isOpen {
                total.merge(candidates[site].available) { $0 + $1 }
            }
            return wanted.allSatisfy { total[$0.key, default: 0] >= $0.value }
        }

        /// The fewest sites that cover the demand; nil when all of them do not.
        var fewest: Int? {
            (0..<(1 << candidates.count)).filter { mask in
                covers(candidates.indices.filter { mask >> $0 & 1 == 1 })
            }.map(\.nonzeroBitCount).min()
        }
    }

    /// What must hold of any allocation, however it was found.
    private func check(_ shares: [Share], of test: Case, _ seed: UInt64, _ run: Int) {
        for demand in test.demands {
            let sent = shares.filter { $0.lineID == demand.lineID }
            #expect(
                sent.reduce(0) { $0 + $1.quantity } == demand.quantity && sent.allSatisfy { $0.key.sku == demand.sku },
                "seed \(seed), run \(run): line \(demand.lineID) is not sent whole")
        }
        var taken: [StockKey: Int] = [:]
        for share in shares {
            #expect(share.quantity > 0, "seed \(seed), run \(run)")
            taken[share.key, default: 0] += share.quantity
        }
        for (key, quantity) in taken {
            let site = test.candidates.first { $0.site == key.site }
            #expect(
                site?.isOpen == true && quantity <= site?.available[key.sku] ?? 0,
                "seed \(seed), run \(run): \(key) gives \(quantity), more than it has")
        }
    }

    @Test("Up to ten sites, the parcels are as few as can be, and one means the nearest that has everything")
    func exact() {
        var random = SeededGenerator()
        print("allocation seed: \(random.seed)")
        for run in 0..<1500 {
            let test = Case(&random, sites: 1...10)
            let decision = Allocator(test.demands, to: test.destination, from: test.candidates).decide()
            guard case .allocated(let shares) = decision.outcome else {
                #expect(test.fewest == nil, "seed \(random.seed), run \(run): short although the stock covers it")
                continue
            }
            check(shares, of: test, random.seed, run)
            let used = Set(shares.map(\.key.site))
            #expect(used.count == test.fewest, "seed \(random.seed), run \(run): \(used.count) parcels")
            guard used.count == 1, let chosen = used.first else { continue }
            let complete = test.candidates.indices.filter { test.covers([$0]) }.map {
                RankedSite(test.candidates[$0], destination: test.destination)
            }
            #expect(
                complete.min(by: RankedSite.precedes)?.candidate.site == chosen,
                "seed \(random.seed), run \(run): \(chosen) is not the nearest")
        }
    }

    @Test("Beyond ten sites the allocation is still whole and within the stock, and no site of it is superfluous")
    func greedy() {
        var random = SeededGenerator()
        print("greedy allocation seed: \(random.seed)")
        for run in 0..<500 {
            let test = Case(&random, sites: 11...25)
            let decision = Allocator(test.demands, to: test.destination, from: test.candidates).decide()
            guard case .allocated(let shares) = decision.outcome else {
                #expect(!test.covers(test.candidates.indices), "seed \(random.seed), run \(run)")
                continue
            }
            check(shares, of: test, random.seed, run)
            let used = test.candidates.indices.filter { index in
                shares.contains { $0.key.site == test.candidates[index].site }
            }
            for site in used {
                #expect(
                    !test.covers(used.filter { $0 != site }) || used.count == 1,
                    "seed \(random.seed), run \(run): \(test.candidates[site].site) is superfluous")
            }
        }
    }

    @Test("The order in which sites and lines are given does not change which sites send")
    func deterministic() {
        var random = SeededGenerator()
        print("determinism seed: \(random.seed)")
        for run in 0..<300 {
            var test = Case(&random, sites: 2...10)
            let first = Allocator(test.demands, to: test.destination, from: test.candidates).decide()
            test.candidates.shuffle(using: &random)
            let second = Allocator(test.demands, to: test.destination, from: test.candidates).decide()
            #expect(first == second, "seed \(random.seed), run \(run)")
        }
    }
}
