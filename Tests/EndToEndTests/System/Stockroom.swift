import Contracts
import Foundation
import TestSupport

/// A site of a test's own with articles of its own, so that tests of one system do not get into each other's way.
struct Stockroom {
    let site: Site
    let articles: [StockKeepingUnit]

    /// - Parameters:
    ///   - code: of the site; the articles are `<code>-1`, `<code>-2` ...
    ///   - articles: how many, and how each differs from a plain one.
    init(
        _ code: String, floor: FloorKind = .auto, articles count: Int = 2, latitudeE6: Int = 52_000_000,
        changing change: (inout StockKeepingUnit) -> Void = { _ in }
    ) {
        site = Site(
            code: code, name: code, floor: floor,
            address: Address(name: code, line1: "Hafenstr. 2", city: "Berlin", postcode: "10115", country: "DE"),
            latitudeE6: latitudeE6, longitudeE6: 13_000_000)
        articles = (1...count).map { number in
            var article = StockKeepingUnit(
                sku: "\(code)-\(number)", title: "Article \(number) of \(code)", barcode: "\(code)\(number)",
                weight: 200,
                length: 100, width: 80, height: 40)
            change(&article)
            return article
        }
    }

    func sku(_ number: Int) -> String { articles[number - 1].sku }

    /// - Parameter also: other sites that stock the same articles.
    func open(in system: WaybillSystem, stock: Int, also others: [Site] = []) async throws {
        let sites = [site] + others
        let answer = try await system.ask(
            UpsertCatalogue(
                articles: articles, sites: sites,
                bins: sites.flatMap { site in
                    articles.map { BinAssignment(site: site.code, sku: $0.sku, bin: "B-\($0.sku)") }
                }), for: CatalogueUpserted.self)
        guard answer.reasons.isEmpty else { throw DemoShop.Refused(reasons: answer.reasons) }
        guard stock > 0 else { return }
        for site in sites { try await receive(stock, at: site.code, in: system) }
    }

    /// Goods in, of every article.
    func receive(_ quantity: Int, at code: String? = nil, in system: WaybillSystem) async throws {
        let booked = try await system.ask(
            BookStock(
                kind: "receive", reference: "DN-3", actor: "test",
                movements: articles.filter(\.components.isEmpty).map {
                    StockMovementRequest(site: code ?? site.code, sku: $0.sku, bin: nil, quantity: quantity)
                }), for: StockBooked.self)
        guard booked.reasons.isEmpty else { throw DemoShop.Refused(reasons: booked.reasons) }
    }
}
