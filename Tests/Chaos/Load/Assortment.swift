import Contracts
import TestSupport

/// What the shops sell: enough of ten articles, and of one not enough.
enum Assortment {
    static let scarce = "SCARCE"
    static let ample = 1_000_000

    private static let scarceArticle = StockKeepingUnit(
        sku: scarce, title: "The last of its kind", barcode: "8690000009999", weight: 300, length: 100, width: 80,
        height: 40)

    /// Opens the shops and fills the shelves.
    /// - Parameter scarceUnits: how many of the scarce article there are, over all sites.
    static func open(in system: WaybillSystem, scarceUnits: Int, webhookURL: String) async throws {
        let shop = DemoShop()
        try await shop.open(in: system, stock: ample)
        let sites = [DemoShop.istanbul, DemoShop.berlin]
        let catalogue = try await system.ask(
            UpsertCatalogue(
                articles: [scarceArticle], sites: sites,
                bins: sites.map { BinAssignment(site: $0.code, sku: scarce, bin: "A-\(scarce)") }),
            for: CatalogueUpserted.self)
        let booked = try await system.ask(
            BookStock(
                kind: "receive", reference: "DN-2", actor: "test",
                movements: [
                    StockMovementRequest(site: "IST", sku: scarce, bin: nil, quantity: scarceUnits / 2),
                    StockMovementRequest(site: "BER", sku: scarce, bin: nil, quantity: scarceUnits - scarceUnits / 2),
                ]), for: StockBooked.self)
        guard catalogue.reasons.isEmpty, booked.reasons.isEmpty else {
            throw ServiceExecutable.Failed(description: "\(catalogue.reasons) \(booked.reasons)")
        }
        for (channel, name) in [("web", "main"), ("store", "second"), ("shopify", "main"), ("woocommerce", "main")] {
            _ = try await system.ask(
                UpsertShop(
                    channel: channel, shop: name, webhookSecrets: [secret], currency: Currency(rawValue: "EUR")),
                for: ShopChanged.self)
            let told = try await system.ask(
                UpsertWebhook(
                    channel: channel, shop: name, url: webhookURL,
                    secrets: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], actor: "test"), for: WebhookAnswered.self)
            guard told.accepted else { throw ServiceExecutable.Failed(description: "\(told)") }
        }
    }

    /// What the platforms sign with.
    static let secret = "hush-chaos"
}
