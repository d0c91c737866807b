import Contracts
import Testing

@testable import OrderIntake

@Suite("When a shop is asked")
struct PollingOptionTests {
    private func polling(_ options: [String: String], every: Int? = nil) throws -> Polling {
        var shop = Shop(key: ShopKey(channel: "amazon", shop: "main"))
        shop.connection = ShopConnection(account: "55", options: options, pollEvery: every)
        return try #require(Polling(shop, PollSettings()))
    }

    @Test("its claims are asked for where the channel lists them, and wait for no webhook")
    func claims() throws {
        var shop = Shop(key: ShopKey(channel: "trendyol", shop: "main"), webhookSecrets: ["hush"])
        shop.connection = ShopConnection(account: "55")
        let settings = PollSettings(grace: .seconds(120))
        #expect(try #require(Polling(shop, settings)).end(of: .changes, at: Orders.now) == Orders.now - .seconds(120))
        #expect(try #require(Polling(shop, settings, for: .claims)).end(of: .claims, at: Orders.now) == Orders.now)
        let listing = ChannelDirectory.adapters.filter { $0.claimPolling != nil }.map(\.channel)
        #expect(listing == ["n11", "trendyol"])
        var other = Shop(key: ShopKey(channel: "shopify", shop: "main"))
        other.connection = shop.connection
        #expect(Polling(other, settings) != nil && Polling(other, settings, for: .claims) == nil)
    }

    @Test("what the channel publishes is kept to, unless the connection says that the shop is granted more")
    func options() throws {
        let published = try polling([:], every: 10)
        #expect(published.interval(of: .changes) == .seconds(180))
        #expect(published.end(of: .changes, at: Orders.now) == Orders.now - .seconds(130))
        let granted = try polling(["interval": "20", "lag": "0"], every: 10)
        #expect(granted.interval(of: .changes) == .seconds(20))
        #expect(granted.end(of: .changes, at: Orders.now) == Orders.now)
        #expect(try polling(["interval": "soon", "lag": "-5"]).interval(of: .changes) == .seconds(180))
        #expect(try polling(["lag": "-5"]).end(of: .changes, at: Orders.now) == Orders.now)
    }
}
