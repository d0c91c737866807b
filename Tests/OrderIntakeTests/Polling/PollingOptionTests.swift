import Contracts
import Messaging
import Testing
import WireJSON

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

    @Test(
        "a shop that was never asked is read from a day before, or from when its connection says; what is no time is refused"
    )
    func since() throws {
        func begin(_ since: String?, _ kind: PollKind = .changes) throws -> Timestamp {
            let polling = try polling(["lag": "0"].merging(since.map { ["since": $0] } ?? [:]) { $1 })
            return polling.fresh(Watermark.Key(shop: polling.shop.key, kind: kind), at: Orders.now).readTo
        }
        #expect(try begin(nil) == Orders.now - .seconds(86_400))
        #expect(try begin("2025-11-01").rfc3339 == "2025-11-01T00:00:00Z")
        #expect(try begin("2025-11-01T03:00:00+03:00").rfc3339 == "2025-11-01T00:00:00Z")
        #expect(try begin("2025-11-01", .census) > Orders.now - .seconds(86_401))
        // Nothing is read of what is to come.
        #expect(try begin("2999-01-01") == Orders.now)
        for (since, isRefused) in [("2025-11-01", false), ("yesterday", true), ("", true)] {
            var intake = IntakeHarness()
            let message = UpsertShop(
                channel: "shopify", shop: "main",
                connection: ShopConnection(baseURL: "http://localhost", options: ["since": since]))
            var code: String?
            do {
                _ = try intake.handle(UpsertShopHandler.self, message.jsonBytes, routingKey: "")
            } catch let error as HandlerError {
                code = error.code
            }
            #expect(code == (isRefused ? "invalid_shop" : nil), "\(since)")
        }
    }
}
