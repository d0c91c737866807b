import CSV
import Contracts
import Testing

@testable import WaybillCLI

@Suite("Catalogue files")
struct CatalogueFileTests {
    @Test("an article with two bins is one article")
    func bins() throws {
        let text =
            "sku,title,weight,aliases,site,bin\nTEA,Tea,120,web:1 web:2,IST,A-1\nTEA,,,,BER,B-1\nPOT,Pot,900,,,\n"
        let catalogue = try CatalogueFile.read(csv: ByteSource(bytes: Array(text.utf8)))
        #expect(catalogue.articles.map(\.sku) == ["TEA", "POT"])
        #expect(catalogue.articles[0].aliases == ["web:1", "web:2"])
        #expect(catalogue.bins.map(\.site) == ["IST", "BER"])
    }

    @Test("what becomes of a short line, and what a kit is made of; kits go last, since they need their components")
    func kits() throws {
        let text = "sku,short_policy,lead_days,components\nGIFT,split,3,TEA*2 CUP\nTEA,backorder,5,\nCUP,,,\n"
        let catalogue = try CatalogueFile.read(csv: ByteSource(bytes: Array(text.utf8)))
        #expect(catalogue.articles.map(\.shortPolicy) == [.split, .backorder, .reject])
        #expect(catalogue.articles.map(\.leadDays) == [3, 5, 0])
        let components = [KitComponent(sku: "TEA", quantity: 2), KitComponent(sku: "CUP", quantity: 1)]
        #expect(catalogue.articles[0].components == components)
        #expect(CatalogueUpload.split(catalogue)[0].articles.map(\.sku) == ["TEA", "CUP", "GIFT"])
        let wrong = Array("sku,components\nGIFT,TEA*two\n".utf8)
        #expect(throws: RowError.self) { try CatalogueFile.read(csv: ByteSource(bytes: wrong)) }
    }

    @Test("a weight that is no number is refused with line and column")
    func wrongWeight() throws {
        let text = "sku,weight\nTEA,120\nPOT,heavy\n"
        let error = try #require(throws: RowError.self) {
            try CatalogueFile.read(csv: ByteSource(bytes: Array(text.utf8)))
        }
        #expect(error.line == 3)
        #expect(error.place == "weight")
    }

    @Test("a large catalogue goes in parts: sites, articles, then bins")
    func parts() {
        let articles = (0..<600).map { StockKeepingUnit(sku: "S\($0)", title: "") }
        let bins = articles.map { BinAssignment(site: "IST", sku: $0.sku, bin: "A") }
        let parts = CatalogueUpload.split(
            UpsertCatalogue(articles: articles, sites: DemoCatalogue.catalogue.sites, bins: bins))
        #expect(
            parts.map { [$0.sites.count, $0.articles.count, $0.bins.count] } == [
                [3, 0, 0], [0, 250, 0], [0, 250, 0], [0, 100, 0], [0, 0, 500], [0, 0, 100],
            ])
    }
}
