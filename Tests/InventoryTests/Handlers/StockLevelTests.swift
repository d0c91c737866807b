import Contracts
import FoundationEssentials
import Messaging
import Testing
import WireJSON

@testable import Inventory

@Suite("What shops are told")
struct StockLevelTests {
    private func levels(_ out: Outcome) throws -> [(key: String, level: StockLevel)] {
        try out.messages.filter { $0.envelope.type == StockLevel.type }
            .map { ($0.routingKey, try StockLevel.parse($0.envelope.data)) }
    }

    @Test("After any number of changes one timer is set, and the newest level is told, less the shop's buffer")
    func coalesced() throws {
        var bench = try Demo.bench([("TEA", "BER", 10)])
        #expect(bench.timers.count { if case .set(let timer) = $0 { timer.key == "level/TEA" } else { false } } == 1)
        for number in 1...5 { try bench.reserve([("TEA", 1)], for: .v5("order \(number)")) }
        #expect(bench.timers.count { if case .set(let timer) = $0 { timer.key == "level/TEA" } else { false } } == 1)

        let told = try levels(try bench.handle(PublishLevelHandler.self, PublishLevel(sku: "TEA")))
        #expect(told.map(\.key) == ["stock.shopify.demo"])
        #expect(told.first?.level.available == 10 - 5 - 3 && told.first?.level.barcode == "869TEA")

        // What comes after is told again, under a higher version.
        let next = try bench.reserve([("TEA", 1)], for: .v5("order 6"))
        #expect(next.timerKeys == ["level/TEA"])
        let newer = try levels(try bench.handle(PublishLevelHandler.self, PublishLevel(sku: "TEA")))
        #expect(newer[0].level.version > told[0].level.version && newer[0].level.available == 1)
    }

    @Test("A version is never used for two levels, whatever happens between two tellings")
    func versions() throws {
        var bench = try Demo.bench([("TEA", "BER", 50), ("TEA", "LON", 50)])
        var seen: [Int64: Int] = [:]
        for number in 1...60 {
            switch number % 4 {
            case 0:
                try bench.handle(
                    ReleaseStockHandler.self, ReleaseStock(reservationID: .v5("order \(number - 1)"), reason: "x"))
            case 3: try bench.reserve([("TEA", number % 7 + 1)], for: .v5("order \(number)"))
            case 2:
                try bench.handle(
                    UpsertCatalogueHandler.self,
                    UpsertCatalogue(articles: [Demo.article("TEA", safety: number % 5)]))
            default:
                try bench.handle(
                    ShopChangedHandler.self,
                    ShopChanged(channel: "shopify", shop: "demo", isOpen: true, stockBuffer: number % 6),
                    sequence: Int64(number + 1))
            }
            for (_, level) in try levels(try bench.handle(PublishLevelHandler.self, PublishLevel(sku: "TEA"))) {
                #expect(seen.updateValue(level.available, forKey: level.version) ?? level.available == level.available)
            }
        }
        #expect(seen.count > 30)
    }

    @Test("An article whose barcode changes is told anew, under a higher version, whoever says so")
    func barcode() throws {
        var bench = try Demo.bench([("TEA", "BER", 10)])
        func told() throws -> StockLevel {
            try #require(try levels(try bench.handle(PublishLevelHandler.self, PublishLevel(sku: "TEA"))).first).level
        }
        let first = try told()
        var article = Demo.article("TEA")
        #expect(try bench.handle(UpsertCatalogueHandler.self, UpsertCatalogue(articles: [article])).timers.isEmpty)
        article.barcode = "8690000000012"
        let out = try bench.handle(UpsertCatalogueHandler.self, UpsertCatalogue(articles: [article]))
        #expect(out.timerKeys == ["level/TEA"])
        let second = try told()
        #expect(second.version > first.version && second.available == first.available)
        #expect(second.barcode == "8690000000012")
        let product = ProductFacts(sku: "TEA", barcode: "8690000000029")
        #expect(
            try bench.handle(FeedProductsHandler.self, FeedProducts(products: [product])).timerKeys == ["level/TEA"])
        let third = try told()
        #expect(third.version > second.version && third.barcode == "8690000000029")
    }

    @Test("A shop that opens is told everything, page by page; old news of a shop changes nothing")
    func opening() throws {
        var bench = try Demo.bench([])
        let opened = try bench.handle(
            ShopChangedHandler.self, ShopChanged(channel: "woo", shop: "b", isOpen: true, stockBuffer: 0), sequence: 4)
        #expect(opened.timerKeys == ["levels/woo/b"])
        let stale = try bench.handle(
            ShopChangedHandler.self, ShopChanged(channel: "woo", shop: "b", isOpen: false, stockBuffer: 9), sequence: 3)
        #expect(stale.timers.isEmpty && bench.rows.shops[Shop.Key(channel: "woo", shop: "b")]?.isOpen == true)

        let full = (1...PublishShopLevels.pageSize).map { SKULevel(sku: "S\($0)", available: $0, version: 1) }
        bench.rows.pages = ["": full]
        let key = Shop.Key(channel: "woo", shop: "b")
        let page = try bench.handle(PublishShopLevelsHandler.self, PublishShopLevels(key, after: ""))
        #expect(try levels(page).count == PublishShopLevels.pageSize)
        #expect(page.timerKeys == ["levels/woo/b"])
    }

    @Test("Without an open shop nobody is told and no timer is set")
    func nobody() throws {
        var bench = InventoryBench()
        try bench.handle(
            UpsertCatalogueHandler.self, UpsertCatalogue(articles: [Demo.article("TEA")], sites: [Demo.berlin]))
        let out = try bench.handle(
            BookStockHandler.self,
            BookStock(
                kind: "receive", reference: "R", actor: "a",
                movements: [StockMovementRequest(site: "BER", sku: "TEA", quantity: 1)]))
        #expect(out.timers.isEmpty)
    }

    @Test("A site that closes takes its stock out of the level")
    func siteCloses() throws {
        var bench = try Demo.bench([("TEA", "BER", 10), ("TEA", "LON", 10)])
        let out = try bench.handle(
            UpsertCatalogueHandler.self,
            UpsertCatalogue(sites: [Demo.site("LON", country: "GB", 51_507_400, -127_800, isOpen: false)]))
        #expect(out.timerKeys.contains("levels/shopify/demo"))
        let told = try levels(try bench.handle(PublishLevelHandler.self, PublishLevel(sku: "TEA")))
        #expect(told[0].level.available == 10 - 3)
    }
}
