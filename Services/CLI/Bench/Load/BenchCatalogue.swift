import Contracts

/// What the benchmark sells: many articles at three automated sites, with more stock than is asked for.
enum BenchCatalogue {
    static let articleCount = 1000
    static let sites = ["IST", "BER", "LON"]

    static func sku(_ index: Int) -> String {
        let digits = String(index)
        return "BENCH-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    static func price(_ index: Int) -> Int64 { 490 + Int64(index % 97) * 25 }

    static let catalogue = UpsertCatalogue(
        articles: (0..<articleCount).map { index in
            StockKeepingUnit(
                sku: sku(index), title: "Article \(index) of the benchmark",
                barcode: DemoCatalogue.barcode(10_000 + index), weight: 120 + index % 900, length: 200, width: 150,
                height: 90)
        },
        sites: DemoCatalogue.catalogue.sites.filter { $0.floor == .auto && sites.contains($0.code) } + [
            Site(
                code: "LON", name: "London", floor: .auto,
                address: Address(
                    company: "Waybill Bench", line1: "12 Wharf Road", city: "London", postcode: "E1 6PU", country: "GB",
                    latitudeE6: 51_500_000, longitudeE6: -60_000),
                latitudeE6: 51_500_000, longitudeE6: -60_000)
        ],
        bins: (0..<articleCount).flatMap { index in
            sites.map { BinAssignment(site: $0, sku: sku(index), bin: "A-\(index / 100)-\(index % 100)") }
        })

    /// Some of its articles, as if there were no others.
    static func part(_ range: Range<Int>) -> UpsertCatalogue {
        let skus = Set(range.map(sku))
        return UpsertCatalogue(
            articles: catalogue.articles.filter { skus.contains($0.sku) }, sites: catalogue.sites,
            bins: catalogue.bins.filter { skus.contains($0.sku) })
    }

    /// Loads it, with stock for so many orders of three lines wherever they may be sent from.
    static func load(forOrders count: Int, in session: OperatorSession) async throws {
        try await load(
            catalogue, units: 100 + BenchOrders.mostUnitsPerOrder * count / articleCount * 2, in: session)
    }

    /// - Parameter units: of each article at each site.
    static func load(_ catalogue: UpsertCatalogue, units: Int, in session: OperatorSession) async throws {
        let answer = try await CatalogueUpload.upload(catalogue, in: session)
        let goods = catalogue.bins.map {
            StockMovementRequest(site: $0.site, sku: $0.sku, bin: $0.bin, quantity: units)
        }
        let booked = try await StockBooking.book("receive", goods, reference: "bench", in: session)
        if let reason = (answer.reasons + booked.reasons).first {
            throw OperatorError("inventory refuses: \(reason.line)")
        }
    }
}
