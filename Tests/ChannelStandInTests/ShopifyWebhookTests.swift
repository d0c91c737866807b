import ChannelStandIns
import OrderIntake
import Testing

@Suite("Subscriptions that Shopify deletes")
struct ShopifyWebhookTests {
    private static let address = "https://waybill.example/webhooks/shopify/main"
    private let clock = HandClock()

    private func standIn(at address: String = address) async -> ChannelStandIn {
        let standIn = await clock.standIn(ShopifyDialect())
        await standIn.act { $0.webhookAddress = address }
        return standIn
    }

    private func look(at standIn: ChannelStandIn, _ options: [String: String] = [:]) async throws -> WebhookLook {
        try await StandInTransport(standIn: standIn).connected(options: options) { link, adapter in
            try await adapter.reviveWebhooks(over: link)
        }
    }

    /// An order's webhooks, none of which is taken.
    private func miss(_ standIn: ChannelStandIn) async {
        let deaf = WebhookCourier(of: standIn, seed: 1) { _ in 500 }
        _ = await standIn.place([("SKU-1", 1)], isPaid: false)
        await deaf.deliver()
        #expect(await deaf.tally == .init(failed: 1))
    }

    @Test("are named, and the others still come", arguments: ["2025-07", "2026-01"])
    func missing(version: String) async throws {
        let standIn = await standIn()
        #expect(try await look(at: standIn, ["version": version]) == WebhookLook())
        await miss(standIn)
        #expect(try await look(at: standIn, ["version": version]) == WebhookLook(missing: ["orders/create"]))
        #expect(await standIn.world.deletedWebhooks == ["orders/create"])
        let courier = WebhookCourier(of: standIn, seed: 1) { _ in 200 }
        _ = await standIn.place([("SKU-1", 1)])
        await courier.deliver()
        #expect(await courier.tally == .init(taken: 1, unsent: 1))
    }

    @Test(
        "are made again where the connection says our address, and then all is well", arguments: ["2025-07", "2026-01"])
    func revived(version: String) async throws {
        let standIn = await standIn()
        let options = ["version": version, "webhookUrl": Self.address]
        await miss(standIn)
        await standIn.act { _ = $0.deletedWebhooks.insert("refunds/create") }
        #expect(try await look(at: standIn, options) == WebhookLook(revived: ["orders/create", "refunds/create"]))
        #expect(await standIn.world.deletedWebhooks.isEmpty)
        #expect(try await look(at: standIn, options) == WebhookLook())
        let courier = WebhookCourier(of: standIn, seed: 1) { _ in 200 }
        _ = await standIn.place([("SKU-1", 1)])
        await courier.deliver()
        #expect(await courier.tally == .init(taken: 2))
    }

    @Test("are not missed by a shop that has none there, unless its connection says which; its address is ours")
    func none() async throws {
        let standIn = await standIn(at: "https://other.example/hooks")
        #expect(try await look(at: standIn) == WebhookLook())
        let named = try await look(at: standIn, ["webhookTopics": "orders/create, orders/updated"])
        #expect(named == WebhookLook(missing: ["orders/create", "orders/updated"]))
        await #expect(throws: ChannelFailure.self) {
            try await look(at: standIn, ["webhookUrl": "https://waybill.example/webhooks/shopify/other"])
        }
    }

    @Test("which Shopify does not make again are named with its reason, beside those that it does")
    func refused() async throws {
        let standIn = await standIn()
        await standIn.act { $0.deletedWebhooks = ["orders/create"] }
        let look = try await look(
            at: standIn, ["webhookUrl": Self.address, "webhookTopics": "orders/create,orders/unheard_of"])
        #expect(look.revived == ["orders/create"] && look.missing.count == 1)
        #expect(look.missing.first?.hasPrefix("orders/unheard_of (") == true)
    }
}
