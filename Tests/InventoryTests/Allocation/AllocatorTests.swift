import Contracts
import Testing

@testable import Inventory

@Suite("Allocation")
struct AllocatorTests {
    private func candidate(_ site: Site, _ available: [String: Int]) -> Candidate {
        Candidate(
            site: site.code, country: site.address.country,
            coordinates: Coordinates(latitudeE6: site.latitudeE6, longitudeE6: site.longitudeE6),
            isOpen: site.isOpen, available: available)
    }

    private func decide(
        _ demands: [Demand], to address: Address?, _ candidates: [Candidate]
    ) -> Allocator.Decision {
        Allocator(demands, to: Destination(address), from: candidates).decide()
    }

    private let tea = Demand(lineID: "1", sku: "TEA", quantity: 2)
    private let cup = Demand(lineID: "2", sku: "CUP", quantity: 1)

    @Test("The nearest site that has everything sends everything, even when a nearer one has a part")
    func nearestComplete() {
        let all = ["TEA": 5, "CUP": 5]
        let decision = decide(
            [tea, cup], to: Demo.address("DE", 48_137_000, 11_575_000),
            [candidate(Demo.istanbul, all), candidate(Demo.london, all), candidate(Demo.berlin, ["TEA": 5])])
        #expect(
            decision.outcome
                == .allocated([
                    Share(lineID: "1", key: StockKey(sku: "TEA", site: "LON"), quantity: 2),
                    Share(lineID: "2", key: StockKey(sku: "CUP", site: "LON"), quantity: 1),
                ]))
        #expect(decision.explanation.rule == .nearestComplete)
        #expect(decision.explanation.basis == "coordinates")
        #expect(decision.explanation.candidates.map(\.site) == ["BER", "LON", "IST"])
        #expect(decision.explanation.candidates.map(\.verdict) == [.incomplete, .chosen, .farther])
    }

    @Test("Munich to Berlin is 504 km along the great circle")
    func distance() {
        let munich = Coordinates(latitudeE6: 48_137_000, longitudeE6: 11_575_000)
        let berlin = Coordinates(latitudeE6: 52_520_000, longitudeE6: 13_405_000)
        #expect(abs(munich.distance(to: berlin) - 504_300) < 1_000)
        #expect(berlin.distance(to: munich) == munich.distance(to: berlin))
        #expect(berlin.distance(to: berlin) == 0)
    }

    @Test("Where only the country is known, a site inside it goes before a nearer one abroad")
    func homeFirst() {
        // From the middle of Russia, Istanbul is nearer than a site in Vladivostok.
        let vladivostok = Demo.site("VVO", country: "RU", 43_115_000, 131_886_000)
        let decision = decide(
            [tea], to: Demo.address("RU"), [candidate(Demo.istanbul, ["TEA": 9]), candidate(vladivostok, ["TEA": 9])])
        #expect(decision.explanation.candidates.first?.site == "VVO")
        #expect(decision.explanation.candidates.first?.verdict == .chosen)
        #expect(decision.explanation.basis == "country")
    }

    @Test("Equally far sites are told apart by their codes, whatever order they come in")
    func tie() {
        let twins = ["B", "A", "C"].map { Demo.site($0, country: "DE", 50_000_000, 9_000_000) }
        for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
            let decision = decide([tea], to: nil, order.map { candidate(twins[$0], ["TEA": 2]) })
            #expect(
                decision.outcome
                    == .allocated([Share(lineID: "1", key: StockKey(sku: "TEA", site: "A"), quantity: 2)]))
        }
    }

    @Test("A closed site is allocated nothing")
    func closed() {
        let closed = Demo.site("BER", country: "DE", 52_520_000, 13_405_000, isOpen: false)
        let decision = decide(
            [tea], to: Demo.address("DE"), [candidate(closed, ["TEA": 9]), candidate(Demo.london, ["TEA": 9])])
        #expect(decision.explanation.candidates.map(\.verdict) == [.closed, .chosen])
    }

    @Test("What all sites together cannot cover is short, with what there is of it; the earlier line is served first")
    func short() {
        let twice = [tea, Demand(lineID: "3", sku: "TEA", quantity: 4), cup]
        let decision = decide(
            twice, to: nil, [candidate(Demo.berlin, ["TEA": 3, "CUP": 1]), candidate(Demo.london, ["TEA": 1])])
        #expect(
            decision.outcome == .short([ShortLine(lineID: "3", sku: "TEA", requested: 4, available: 2)]))
        #expect(decision.explanation.rule == .short)
    }

    @Test("An order without lines needs no site")
    func nothing() {
        let decision = decide([], to: nil, [candidate(Demo.berlin, [:])])
        #expect(decision.outcome == .allocated([]))
        #expect(decision.explanation.rule == .nothingToSend)
    }

    @Test("Every country code has two letters and a place on the Earth")
    func centroids() {
        #expect(CountryCentroids.table.count > 240)
        for (code, place) in CountryCentroids.table {
            #expect(code.utf8.count == 2 && code.utf8.allSatisfy { (65...90).contains($0) })
            #expect((-90_000_000...90_000_000).contains(place.latitudeE6))
            #expect((-180_000_000...180_000_000).contains(place.longitudeE6))
        }
    }
}
